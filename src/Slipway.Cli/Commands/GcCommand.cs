using System.CommandLine;
using Slipway.Application.Wording;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway gc</c></summary>
internal sealed class GcCommand : SlipwayCommand
{
    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Show what would be removed, and remove nothing",
    };

    private readonly Option<string[]> _inUse = new("--in-use")
    {
        Description =
            "A file that lists references in use, one a line, besides those that the policy names; - is standard input",
        HelpName = "FILE",
    };

    private readonly Option<string?> _forgetSecret = new("--forget-secret")
    {
        Description = "Look no more for the values that this build secret had, and remove nothing",
        HelpName = "ID",
    };

    public GcCommand()
        : base("gc", "Remove what has expired, or what the policy of the tree does not keep")
    {
        Options.Add(_plan);
        Options.Add(_inUse);
        Options.Add(_forgetSecret);
        Validators.Add(result =>
        {
            if (result.GetValue(_plan) && result.GetValue(_forgetSecret) is not null)
            {
                result.AddError("--forget-secret removes nothing that could be planned, so it does not go with --plan");
            }
        });
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway gc --plan", "what would go, and why"),
        new("slipway gc --plan -v", "what stays, and why, too"),
        new("slipway gc", "make room"),
        new("slipway gc --in-use deployed.txt", "keep what is deployed"),
        new("slipway gc --backend registry --plan", "what would go from the registry that machines share"),
        new("slipway gc --forget-secret pip-token", "its old value was a word that stands in images by chance"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments.GetValue(_forgetSecret) is { } secret)
        {
            await ForgetAsync(invocation, secret, cancellationToken);
            return ExitCode.Done;
        }

        bool planOnly = invocation.Arguments.GetValue(_plan);
        if (invocation.Workspace.Store.IsRegistryNamed)
        {
            await CollectRegistryAsync(invocation, planOnly, cancellationToken);
            return ExitCode.Done;
        }

        var report = await invocation.Workspace.Store.CollectAsync(
            planOnly, [.. invocation.Arguments.GetValue(_inUse) ?? []], cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, GcRenderer.ToDocument(report, removed: !planOnly));
        }
        else
        {
            GcRenderer.Write(
                report,
                removed: !planOnly,
                invocation.IsVerbose,
                TimeProvider.System.GetUtcNow(),
                invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }

    private async Task CollectRegistryAsync(
        Invocation invocation, bool planOnly, CancellationToken cancellationToken)
    {
        var report = await invocation.Workspace.Store.CollectRegistryAsync(
            planOnly, [.. invocation.Arguments.GetValue(_inUse) ?? []], cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, SharedGcRenderer.ToDocument(report));
        }
        else
        {
            SharedGcRenderer.Write(
                report, invocation.IsVerbose, TimeProvider.System.GetUtcNow(), invocation.Terminal.OutputConsole);
        }
    }

    private static async Task ForgetAsync(Invocation invocation, string secret, CancellationToken cancellationToken)
    {
        int values = await invocation.Workspace.Store.ForgetSecretAsync(secret, cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, new ForgottenSecretDocument(secret, values));
            return;
        }

        invocation.Terminal.Output.WriteLine(
            $"{Units.Count(values, "value")} of the build secret '{Display.Text(secret)}' forgotten.");
    }
}
