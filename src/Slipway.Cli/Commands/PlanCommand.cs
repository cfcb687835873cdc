using System.CommandLine;
using Slipway.Cli.CommandLine;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway plan</c></summary>
internal sealed class PlanCommand : SlipwayCommand
{
    private readonly Argument<string[]> _images = ImageArguments.Many("The images that are wanted (default: all)");

    private readonly Option<string> _format = new("--format")
    {
        Description = "How to print the plan",
        HelpName = "text|json",
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<bool> _force = BuildCommand.ForceOption();

    public PlanCommand()
        : base("plan", "Show what would be reused and what would be built, and why")
    {
        _format.AcceptOnlyFromAmong("text", "json");
        Arguments.Add(_images);
        Options.Add(_format);
        Options.Add(_force);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway plan", "the whole tree"),
        new("slipway plan app --level 3", "what a release build of app would do"),
        new("slipway plan --json | jq '.images[] | select(.action != \"reuse\")'", "what would be built"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var images = invocation.Select(invocation.Arguments.GetValue(_images) ?? []);
        var (plan, inputs) = await invocation.PlanAsync(images, invocation.Arguments.GetValue(_force), cancellationToken);
        plan = await invocation.ExplainAsync(plan, inputs, cancellationToken);
        if (invocation.Json || invocation.Arguments.GetValue(_format) == "json")
        {
            JsonOutput.Write(invocation.Terminal.Output, PlanRenderer.ToDocument(plan));
        }
        else
        {
            PlanRenderer.Write(plan, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }
}
