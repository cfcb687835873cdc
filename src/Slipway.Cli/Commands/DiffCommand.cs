using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway diff</c></summary>
internal sealed class DiffCommand : SlipwayCommand
{
    private readonly Argument<string> _before = new("A")
    {
        Description = "A digest, a git revision, a date or an image",
    };

    private readonly Argument<string> _after = new("B")
    {
        Description = "What to compare it with",
    };

    private readonly Argument<string[]> _images = ImageArguments.Many(
        "The images of two revisions that matter (default: all)");

    private readonly Option<bool> _patch = WhyCommand.PatchOption();

    public DiffCommand()
        : base("diff", "Compare the inputs of two builds, revisions, dates or images")
    {
        Arguments.Add(_before);
        Arguments.Add(_after);
        Arguments.Add(_images);
        Options.Add(_patch);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway diff d361093d0e02 7be5c9a8f1e4", "two builds of an image"),
        new("slipway diff v1.0 v1.1", "every image, between two tags"),
        new("slipway diff 2026-11-01 HEAD app", "one image, since a day"),
        new("slipway diff debian12 debian13 --patch", "two images, line by line"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        string before = invocation.Arguments.GetRequiredValue(_before);
        string after = invocation.Arguments.GetRequiredValue(_after);
        string[] images = invocation.Arguments.GetValue(_images) ?? [];
        var comparison = await invocation.Workspace.DiffAsync(
            before, after, images, invocation.Arguments.GetValue(_patch), cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, ComparisonRenderer.ToDocument(comparison));
        }
        else
        {
            ComparisonRenderer.Write(comparison, invocation.Terminal.OutputConsole, invocation.IsVerbose);
        }

        return ExitCode.Done;
    }
}
