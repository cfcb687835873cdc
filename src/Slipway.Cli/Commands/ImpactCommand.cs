using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway impact</c></summary>
internal sealed class ImpactCommand : SlipwayCommand
{
    private const string Text = "text";
    private const string Json = "json";
    private const string Markdown = "markdown";

    private readonly Argument<string?> _since = new("GIT-REVISION")
    {
        Description = "Since when: where HEAD left it; A...B for what B changed (default: the main branch)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "How to print it; markdown is for review comments",
        HelpName = $"{Text}|{Json}|{Markdown}",
        DefaultValueFactory = _ => Text,
    };

    private readonly Option<bool> _patch = WhyCommand.PatchOption();

    public ImpactCommand()
        : base("impact", "List the images that the changes since a revision rebuild, by what changed")
    {
        _format.AcceptOnlyFromAmong(Text, Json, Markdown);
        Arguments.Add(_since);
        Options.Add(_format);
        Options.Add(_patch);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway impact", "what this branch rebuilds, uncommitted changes included"),
        new("slipway impact HEAD", "what is not committed yet"),
        new("slipway impact main...release", "what the branch release changed since it left main"),
        new("slipway impact origin/main --format markdown", "for a comment on the review"),
        new("slipway impact --json | jq -r '.images[].name'", "for scripts"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var comparison = await invocation.Workspace.ImpactAsync(
            invocation.Arguments.GetValue(_since), invocation.Arguments.GetValue(_patch), cancellationToken);
        switch (invocation.Json ? Json : invocation.Arguments.GetValue(_format))
        {
            case Json:
                JsonOutput.Write(invocation.Terminal.Output, ComparisonRenderer.ToDocument(comparison));
                break;
            case Markdown:
                await invocation.Terminal.Output.WriteAsync(ReviewComment.Of(comparison));
                break;
            default:
                ComparisonRenderer.Write(comparison, invocation.Terminal.OutputConsole, invocation.IsVerbose);
                break;
        }

        return ExitCode.Done;
    }
}
