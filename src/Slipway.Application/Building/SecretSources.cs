using System.Collections.Immutable;
using System.Text.Unicode;
using Slipway.Application.Builds;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Processes;

namespace Slipway.Application.Building;

/// <summary>Finds secrets that were named only where <c>slipway.yml</c> says that they are.</summary>
internal sealed class SecretSources(WorkspaceParts parts)
{
    /// <summary>
    /// What the variables of a pull request's secrets begin with: its own tree must not choose among the variables of
    /// the machine that builds it.
    /// </summary>
    private const string RequestPrefix = "SLIPWAY_SECRET_";

    // It is handed on in a variable, of which Linux takes 128 KiB (execve(2), MAX_ARG_STRLEN).
    private const int Largest = 100 * 1024;

    /// <summary>The options with a place for each secret that an image to be built asks for.</summary>
    /// <exception cref="SlipwayException">One has no place, or is not there; all of them are named.</exception>
    public async Task<BuildOptions> FindAsync(
        BuildPlan plan, BuildOptions options, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<BuildSecret>();
        var problems = new DiagnosticBag();
        foreach (var secret in options.Secrets)
        {
            if (!secret.IsNamedOnly || !SecretRules.IsUsed(parts.Catalog, plan, secret))
            {
                found.Add(secret);
                continue;
            }

            try
            {
                found.Add(await FindAsync(secret.Id, plan, options.Environments, cancellationToken));
            }
            catch (SlipwayException problem)
            {
                problems.AddRange(problem.Diagnostics);
            }
        }

        problems.ThrowIfErrors();
        return options with { Secrets = found.ToImmutable() };
    }

    private async Task<BuildSecret> FindAsync(
        string id, BuildPlan plan, ImmutableArray<string> environments, CancellationToken cancellationToken)
    {
        var place = parts.Config.Secrets.GetValueOrDefault(id)?.For(environments)
            ?? throw Problem(
                BuildCodes.SecretUnplaced,
                $"slipway.yml does not say where the build secret '{id}' is in this environment ({environments[0]})",
                $"Write it below 'secrets:' of slipway.yml, or give it with `--secret id={id},src=FILE` or "
                + $"`--secret id={id},env=VARIABLE`.");
        // A pull request is the work of somebody who may not have been asked to read the files of this machine.
        if (plan.Push.Scope.Level is null && !IsForRequests(place))
        {
            throw Problem(
                BuildCodes.SecretWithheld,
                $"slipway.yml of a pull request takes the build secret '{id}' from this machine",
                $"For a pull request name a variable that begins with {RequestPrefix}, and set it where its builds may "
                + $"have the secret; or give it with `--secret id={id},env=VARIABLE`.");
        }

        return place switch
        {
            SecretPlace.Variable variable => new BuildSecret(id, null, variable.Name),
            SecretPlace.InFile file => new BuildSecret(id, PathOf(file.Path), null),
            SecretPlace.Output output => new BuildSecret(id, null, null)
            {
                Value = await RunAsync(id, output.Words, cancellationToken),
            },
            _ => throw new InvalidOperationException($"There is no place {place}."),
        };
    }

    private static bool IsForRequests(SecretPlace place) =>
        place is SecretPlace.Variable variable && variable.Name.StartsWith(RequestPrefix, StringComparison.Ordinal);

    private string PathOf(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
        : Path.GetFullPath(path, parts.Tree.RootPath);

    /// <summary>Nothing of what it prints is shown, also when it fails: it may be the value.</summary>
    private async Task<ReadOnlyMemory<byte>> RunAsync(
        string id, ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        var runner = new ProcessRunner(
            parts.Clock, (program, _) => Failed(id, words, $"{program} cannot be started"));
        var output = await runner.ReadAsync(
            new ToolCommand(words[0], words[1..], ImmutableSortedDictionary<string, string?>.Empty)
            {
                Folder = parts.Tree.RootPath,
            },
            default,
            cancellationToken);
        var value = output.Output;
        // As $(…) of a shell takes it, which is what people try it with.
        value = value.Span.EndsWith("\r\n"u8) ? value[..^2] : value.Span.EndsWith("\n"u8) ? value[..^1] : value;
        return output.ExitCode != 0 ? throw Failed(id, words, $"it ended with exit code {output.ExitCode}")
            : value.IsEmpty ? throw Failed(id, words, "it printed nothing")
            : value.Length > Largest ? throw Failed(id, words, $"it printed more than {Largest / 1024} KiB")
            : !Utf8.IsValid(value.Span) || value.Span.Contains((byte)0) ? throw Failed(id, words, "it printed no text")
            : value;
    }

    private static SlipwayException Failed(string id, ImmutableArray<string> words, string reason) => Problem(
        BuildCodes.SecretCommandFailed,
        $"The command that gives the build secret '{id}' failed: {reason}",
        $"Run `{string.Join(' ', words)}` by hand in the root of the tree; what it prints is not shown here.");

    private static SlipwayException Problem(DiagnosticCode code, string message, string remedy) =>
        new(new Diagnostic(code, message, remedy));
}
