using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Application.Decisions;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Progress;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway decision</c></summary>
internal sealed class DecisionCommand : SlipwayCommand
{
    private readonly Argument<string[]> _images = ImageArguments.Many("The images that are wanted (default: all)");

    private readonly PushParameterOptionSet _parameters = new();

    private readonly Option<string?> _group = new("--task-group-id")
    {
        Description = "The group of the tasks (default: $TASK_ID, the task that decides)",
        HelpName = "ID",
    };

    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Print what would be created, and create and write nothing",
    };

    private readonly Option<string?> _tasks = new("--tasks")
    {
        Description = "Also create the tasks that the .yml, .yaml and .json files below this folder define",
        HelpName = "DIR",
    };

    private readonly Option<bool> _pinIndexed = PinOption();

    private readonly Option<string> _artifacts = new("--artifacts")
    {
        Description = "Where image-tasks.json and task-graph.json are written; the worker's public/",
        HelpName = "DIR",
        DefaultValueFactory = _ => "artifacts",
    };

    private readonly Option<string> _contexts = new("--contexts")
    {
        Description = "Where the build contexts are written; the worker's public/docker-contexts/",
        HelpName = "DIR",
        DefaultValueFactory = _ => "docker-contexts",
    };

    private readonly Option<bool> _upload = new("--upload")
    {
        Description = "Upload these files to the task that runs this, instead of leaving it to the worker",
    };

    private readonly Option<bool> _force = BuildCommand.ForceOption();

    public DecisionCommand()
        : base("decision", "Create the tasks on Taskcluster that build what is missing")
    {
        Arguments.Add(_images);
        _parameters.AddTo(this);
        foreach (var option in (Option[])[_group, _plan, _tasks, _pinIndexed, _artifacts, _contexts, _upload, _force])
        {
            Options.Add(option);
        }
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway decision --parameters parameters.yml", "in a decision task, after taskgraph's own"),
        new("slipway decision --parameters parameters.yml --tasks ci/tasks", "with the tasks that run in the images"),
        new("slipway decision --project try --owner ME --tasks-for hg-push …", "without taskgraph"),
        new("slipway decision --parameters parameters.yml --task-group-id ID --plan --json", "what would be created"),
    ];

    public static Option<bool> PinOption() => new("--pin-indexed")
    {
        Description = "Put the task to which the index points in the place of {type: indexed-image}",
    };

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var arguments = invocation.Arguments;
        var options = new DecisionOptions
        {
            Images = [.. arguments.GetValue(_images) ?? []],
            Force = arguments.GetValue(_force),
            Parameters = _parameters.Read(arguments),
            Group = arguments.GetValue(_group),
            Tasks = arguments.GetValue(_tasks),
            PinIndexed = arguments.GetValue(_pinIndexed),
            Artifacts = arguments.GetValue(_artifacts)!,
            Contexts = arguments.GetValue(_contexts)!,
            Upload = arguments.GetValue(_upload),
        };
        var lines = new LineProgress<DecisionEvent>(invocation.Terminal, DecisionRenderer.Line);
        var decision = await invocation.Workspace.DecideAsync(
            options, arguments.GetValue(_plan), lines.Report, cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, DecisionRenderer.ToDocument(decision));
        }
        else
        {
            DecisionRenderer.Write(decision, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }
}
