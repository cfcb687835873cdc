using System.CommandLine;
using Slipway.Application.Requests;
using Slipway.Cli.Ci;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway plan</c></summary>
internal sealed class PlanCommand : SlipwayCommand
{
    private const string Text = "text";
    private const string JsonFormat = "json";
    private const string GitHub = "github";
    private const string GitLab = "gitlab";

    private readonly Argument<string[]> _images = ImageArguments.Many("The images that are wanted (default: all)");

    private readonly Option<string> _format = new("--format")
    {
        Description = "How to print the plan; github and gitlab make jobs of it",
        HelpName = string.Join('|', Text, JsonFormat, GitHub, GitLab),
        DefaultValueFactory = _ => Text,
    };

    private readonly Option<string?> _template = new("--template")
    {
        Description = "With --format gitlab: a file of the project with a job .slipway that the jobs extend",
        HelpName = "FILE",
    };

    private readonly Option<bool> _force = BuildCommand.ForceOption();

    public PlanCommand()
        : base("plan", "Show what would be reused and what would be built, and why")
    {
        _format.AcceptOnlyFromAmong(Text, JsonFormat, GitHub, GitLab);
        Arguments.Add(_images);
        Options.Add(_format);
        Options.Add(_template);
        Options.Add(_force);
        Options.Add(JobsOption.Create());
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway plan", "the whole tree"),
        new("slipway plan app --level 3", "what a release build of app would do"),
        new("slipway plan --json | jq '.images[] | select(.action != \"reuse\")'", "what would be built"),
        new("slipway plan --format github", "the matrices of a workflow"),
        new("slipway plan --format gitlab > slipway.yml", "a child pipeline"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var arguments = invocation.Arguments;
        string format = invocation.Json ? JsonFormat : arguments.GetValue(_format)!;
        if (arguments.GetValue(_template) is not null && format != GitLab)
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.Conflict, "--template is for --format gitlab", "Leave it out, or add `--format gitlab`."));
        }

        int slots = JobsOption.Read(arguments);
        var workspace = invocation.Workspace;
        string[] names = arguments.GetValue(_images) ?? [];
        bool force = arguments.GetValue(_force);

        // Other programs run `slipway build` for what they get, which an engine does.
        var prepared = format is GitHub or GitLab
            ? await workspace.PlanForEngineAsync(workspace.Select(names), force, cancellationToken)
            : await workspace.PlanAsync(workspace.SelectWithPackages(names), force, cancellationToken);
        var plan = await workspace.ExplainAsync(prepared, cancellationToken);
        var estimate = await workspace.EstimateAsync(plan, slots, cancellationToken);
        var output = invocation.Terminal.Output;
        switch (format)
        {
            case JsonFormat:
                JsonOutput.Write(output, PlanRenderer.ToDocument(plan, estimate, invocation.Unfit));
                break;
            case GitHub:
                var matrix = GitHubMatrix.ToDocument(plan, SecretsOf(invocation, plan, SecretEnvironments.GitHub));
                await output.WriteLineAsync(JsonOutput.ToLine(matrix));
                await GitHubActions.OfProcess().WriteOutputsAsync(GitHubMatrix.ToOutputs(matrix), cancellationToken);
                break;
            case GitLab:
                var options = new GitLabOptions(
                    BuildArguments(invocation, plan), arguments.GetValue(_template))
                {
                    Secrets = SecretsOf(invocation, plan, SecretEnvironments.GitLab),
                    Shared = workspace.SharedAddress,
                };
                await output.WriteAsync(new GitLabPipeline(plan, options).Write());
                break;
            default:
                PlanRenderer.Write(plan, estimate, invocation.Terminal.OutputConsole);
                break;
        }

        await JobSummary.AddAsync(invocation.Terminal, JobSummary.Of(plan, estimate), cancellationToken);
        return ExitCode.Done;
    }

    private static JobSecrets SecretsOf(Invocation invocation, BuildPlan plan, string environment)
    {
        var secrets = new JobSecrets(invocation.Workspace.Catalog, environment);
        DiagnosticRenderer.WriteAll(invocation.Terminal, secrets.Problems(plan));
        return secrets;
    }

    /// <summary>What makes another process build for the same push, in the same tree and store.</summary>
    private static IReadOnlyList<string> BuildArguments(Invocation invocation, BuildPlan plan)
    {
        (string Option, string? Value)[] given =
        [
            ("--root", GlobalOptions.Text(invocation.Arguments, "--root")),
            ("--run-task", GlobalOptions.Text(invocation.Arguments, "--run-task")),
            ("--home", GlobalOptions.Text(invocation.Arguments, "--home")),
            ("--backend", invocation.Arguments.GetValue<string?>("--backend")),
            ("--level", plan.Push.Level.ToString()),
            ("--project", plan.Push.Project),
            ("--revision", plan.Push.Revision),
            // As it was given: the scope that it gave would give another one.
            ("--pull-request", invocation.Arguments.GetValue<string?>("--pull-request")),
            ("--repository-type", invocation.Arguments.GetValue<string?>("--repository-type")),
            ("--pushdate", $"{plan.Push.PushDate.ToUnixTimeSeconds()}"),
        ];
        return
        [
            .. given
                .Where(option => option.Value is not null)
                .SelectMany(option => new[] { option.Option, option.Value! }),
        ];
    }
}
