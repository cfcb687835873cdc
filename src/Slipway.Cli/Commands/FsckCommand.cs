using System.CommandLine;
using Slipway.Application.Wording;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway fsck</c></summary>
internal sealed class FsckCommand : SlipwayCommand
{
    private readonly Option<bool> _repair = new("--repair")
    {
        Description = "Forget what is broken, so that the next build makes it anew",
    };

    public FsckCommand()
        : base("fsck", "Check every blob of the store against its digest") => Options.Add(_repair);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway fsck", "is everything whole?"),
        new("slipway fsck --repair && slipway build", "mend what is not"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        bool repair = invocation.Arguments.GetValue(_repair);
        var report = await invocation.Workspace.Store.CheckAsync(repair, cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, new FsckDocument(
                report.Images,
                report.Blobs,
                report.Bytes,
                report.Repaired,
                [.. report.Problems.Select(problem => new FsckProblemDocument(
                    problem.Kind.ToString().ToLowerInvariant(), problem.Subject, problem.Message, problem.Images))]));
        }
        else
        {
            foreach (var problem in report.Problems)
            {
                string images = problem.Images.IsEmpty ? string.Empty : $", in {string.Join(", ", problem.Images)}";
                await invocation.Terminal.Output.WriteLineAsync($"{problem.Subject}: {problem.Message}{images}");
            }

            string problems = Units.Count(report.Problems.Length, "problem");
            string outcome = report.Problems.IsEmpty ? "no problems"
                : report.Repaired ? $"{problems}, removed; run `slipway build`"
                : $"{problems}; run `slipway fsck --repair`";
            await invocation.Terminal.Output.WriteLineAsync(
                $"{Units.Count(report.Images, "image")}, {Units.Count(report.Blobs, "blob")}, "
                + $"{Units.Bytes(report.Bytes)}: {outcome}.");
        }

        return report.Problems.IsEmpty || report.Repaired ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
