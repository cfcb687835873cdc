using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway index forecast</c></summary>
internal sealed class IndexForecastCommand : SlipwayCommand
{
    private const int MostDays = 36_500;

    private readonly NumberOption _within = new("--within", 0, MostDays, 30)
    {
        Description = "How many days to look ahead (default: 30)",
        HelpName = "DAYS",
    };

    public IndexForecastCommand()
        : base("forecast", "Say what expires when, who needs it, and how long building it again takes")
    {
        Options.Add(_within);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway index forecast", "what expires in the next 30 days"),
        new("slipway index forecast --within 7 --json", "what a nightly job has to build again"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var forecast = await invocation.Workspace.ForecastAsync(
            TimeSpan.FromDays(invocation.Arguments.GetValue(_within)), cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, ForecastRenderer.ToDocument(forecast));
        }
        else
        {
            ForecastRenderer.Write(forecast, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }
}
