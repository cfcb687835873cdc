using System.CommandLine;
using Slipway.Cli.CommandLine;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;
using Slipway.Store.Maintenance;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway gc</c></summary>
internal sealed class GcCommand : SlipwayCommand
{
    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Show what would be removed, and remove nothing",
    };

    public GcCommand()
        : base("gc", "Remove what has expired from the store, and what nothing refers to") => Options.Add(_plan);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway gc --plan", "what would go"),
        new("slipway gc", "make room"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var options = new GcOptions();
        var plan = await invocation.Store.Maintenance.PlanGcAsync(options, cancellationToken);
        bool planOnly = invocation.Arguments.GetValue(_plan);
        if (!planOnly && !plan.IsEmpty)
        {
            plan = await invocation.Store.Maintenance.CollectAsync(plan, options, cancellationToken);
        }

        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, GcRenderer.ToDocument(plan, removed: !planOnly));
        }
        else
        {
            GcRenderer.Write(plan, removed: !planOnly, invocation.IsVerbose, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }
}
