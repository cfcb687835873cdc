using Slipway.Application.Trusting;
using Slipway.Application.Wording;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Trust.Policies;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway trust check</c></summary>
internal sealed class TrustCheckCommand : SlipwayCommand
{
    public TrustCheckCommand()
        : base("check", "Read a policy, and say everything that is wrong with it")
    {
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway trust check", "trust/policy.yml of this tree"),
        new("slipway trust check --policy release.yml", "another one"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        // What is checked is the file at hand, whether or not it is in force.
        string? named = invocation.Workspace.NamedPolicy;
        string file = named ?? PolicySource.FileOf(invocation.Workspace.RootPath);
        var now = TimeProvider.System.GetUtcNow();
        var document = named is null
            ? await PolicySource.CheckOfAsync(invocation.Workspace.RootPath, now, cancellationToken)
            : await PolicySource.CheckAsync(named, now, cancellationToken);
        var policy = document.Policy;
        var (inForce, isSame) = await InForceAsync(invocation, file, cancellationToken);
        var answer = new TrustPolicyDocument(
            file,
            policy.Enforced.ToDictionary(
                entry => entry.Key.ToString(), entry => entry.Value.ToString().ToLowerInvariant()),
            policy.Keys.ToDictionary(entry => entry.Key, entry => entry.Value.Length),
            policy.Signers.ToDictionary(signer => signer.Name, signer => (signer.Level ?? Level.Highest).Value),
            policy.Repositories.Length,
            document.Images.Length,
            inForce);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, answer);
            return ExitCode.Done;
        }

        string levels = string.Join(
            ", ", answer.Trust.OrderByDescending(level => level.Key).Select(level => $"{level.Value} at level "
                + $"{level.Key}"));
        await invocation.Terminal.Output.WriteLineAsync(
            $"{file}: {(levels.Length == 0 ? "off at every level" : levels)}; "
            + $"{Units.Count(answer.Keys.Values.Sum(), "key")}, {Units.Count(answer.Signers.Count, "signer")}, "
            + $"{Units.Count(answer.Repositories, "rule")} for repositories, "
            + $"{Units.Count(answer.Images, "image")} allowed.");
        if (inForce != file)
        {
            await invocation.Terminal.Output.WriteLineAsync(isSame
                ? $"In force is {inForce}, which is the same as this file."
                : $"In force is {inForce ?? "none"}, and not this file (docs/trust.md, 'Who may change it').");
        }

        return ExitCode.Done;
    }

    private static async Task<(string? Place, bool IsSame)> InForceAsync(
        Invocation invocation, string file, CancellationToken cancellationToken)
    {
        try
        {
            return (
                await invocation.Workspace.FindPolicyAsync(cancellationToken),
                await invocation.Workspace.IsInForceAsync(file, cancellationToken));
        }
        catch (SlipwayException wrong)
        {
            // It may be what this file is to replace.
            return ($"one with an error ({wrong.Diagnostics[0].Message})", false);
        }
    }
}
