using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Application.Checks;
using Slipway.Cli.Ci;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Review.Checks.Findings;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway check</c></summary>
internal sealed class CheckCommand : SlipwayCommand
{
    private const string Text = "text";
    private const string JsonFormat = "json";
    private const string Sarif = "sarif";
    private const string GitHub = "github";
    private const int MostDays = 36_500;

    private readonly Argument<string[]> _images = ImageArguments.Many("The images to check (default: all)");

    private readonly Option<string> _format = new("--format")
    {
        Description =
            "How to print the findings: for people, as JSON, as SARIF 2.1.0, or as annotations of a GitHub workflow",
        HelpName = "text|json|sarif|github",
        DefaultValueFactory = _ => Text,
    };

    private readonly Option<string?> _against = new("--against")
    {
        Description = "The git revision since which inputs count as changed (default: where HEAD left the main branch)",
        HelpName = "REV",
    };

    private readonly NumberOption _expiring = new("--expiring", 0, MostDays, 7)
    {
        Description = "How many days before its end an index entry is reported (default: 7)",
        HelpName = "DAYS",
    };

    private readonly Option<bool> _fix = new("--fix")
    {
        Description = "Write what can be put right without a decision, and report what was changed and what remains",
    };

    private readonly Option<bool> _offline = new("--offline") { Description = "Ask no registry" };

    private readonly Option<bool> _fast = new("--fast")
    {
        Description = "Look only at what takes no network, engine, index or git history: for a hook before a commit",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 4 for warnings, too" };

    public CheckCommand()
        : base("check", "Look for everything that a reviewer of the tree would look for")
    {
        _format.AcceptOnlyFromAmong(Text, JsonFormat, Sarif, GitHub);
        Arguments.Add(_images);
        Options.Add(_fix);
        Options.Add(_against);
        Options.Add(_offline);
        Options.Add(_fast);
        Validators.Add(result =>
        {
            if (result.GetValue(_fast) && result.GetValue(_against) is not null)
            {
                result.AddError("--fast looks at no history, so it does not go with --against");
            }
        });
        Options.Add(RegistryAuthFileOption.Create());
        Options.Add(_strict);
        Options.Add(_expiring);
        Options.Add(_format);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway check", "everything that is to be said about the images of this tree"),
        new("slipway check --fix", "put right what needs no decision"),
        new("slipway check --against origin/main --level 3", "before a merge: versions, and the allowlist of level 3"),
        new("slipway check --fast", "before a commit: without network, engine and git history"),
        new("slipway check --offline base", "one image, without asking a registry"),
        new("slipway check --format sarif > check.sarif", "for code scanning"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var arguments = invocation.Arguments;
        var options = new CheckOptions
        {
            Images = [.. arguments.GetValue(_images) ?? []],
            Against = arguments.GetValue(_against),
            IsOffline = arguments.GetValue(_offline),
            IsFast = arguments.GetValue(_fast),
            ExpiringWithin = TimeSpan.FromDays(arguments.GetValue(_expiring)),
            Fix = arguments.GetValue(_fix),
        };
        var (written, report) = await invocation.Workspace.CheckAsync(options, cancellationToken);
        Write(invocation, invocation.Json ? JsonFormat : arguments.GetValue(_format)!, written, report);
        return report.Exit(arguments.GetValue(_strict));
    }

    private static void Write(Invocation invocation, string format, ImmutableArray<Fix> written, CheckReport report)
    {
        var terminal = invocation.Terminal;
        switch (format)
        {
            case JsonFormat:
                JsonOutput.Write(terminal.Output, FindingRenderer.ToDocument(report, written));
                break;
            case Sarif:
                JsonOutput.Write(terminal.Output, SarifRenderer.ToDocument(report, invocation.Workspace.RootPath));
                break;
            case GitHub:
                GitHubRenderer.Write(
                    report,
                    invocation.Workspace.RootPath,
                    Environment.GetEnvironmentVariable("GITHUB_WORKSPACE"),
                    terminal.WorkflowCommands);
                break;
            default:
                FindingRenderer.WriteSkipped(report, terminal);
                FindingRenderer.Write(report, written, terminal.OutputConsole);
                break;
        }
    }
}
