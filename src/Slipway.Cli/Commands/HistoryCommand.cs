using System.CommandLine;
using Slipway.Application.Explaining;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Core.Causes;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway history</c></summary>
internal sealed class HistoryCommand : SlipwayCommand
{
    private const int HighestLimit = 1000;

    private readonly Argument<string> _image = ImageArguments.One("The image");

    private readonly NumberOption _limit = new("--limit", 1, HighestLimit, 20)
    {
        Description = "The most builds to list (default: 20)",
    };

    public HistoryCommand()
        : base("history", "List the builds of an image: when it was rebuilt, and why")
    {
        Arguments.Add(_image);
        Options.Add(_limit);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway history app", "the last builds, each with what changed"),
        new("slipway history app --json | jq '.[] | {builtAt, sizeChange}'", "how its size went"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var rebuilds = await invocation.Workspace.HistoryAsync(
            invocation.Arguments.GetRequiredValue(_image), invocation.Arguments.GetValue(_limit), cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write<IReadOnlyList<RebuildDocument>>(
                invocation.Terminal.Output,
                [.. rebuilds.Select(rebuild => HistoryRenderer.ToDocument(rebuild, new Dictionary<Cause, Patch>()))]);
        }
        else
        {
            HistoryRenderer.Write(rebuilds, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }
}
