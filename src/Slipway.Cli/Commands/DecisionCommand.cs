using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Application.Decisions;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Progress;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tasks;
using Slipway.Core.Tasks.Decisions;
using Slipway.Core.Values;

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
        var parameters = await _parameters.ReadAsync(invocation, cancellationToken);
        var current = TaskclusterSession.CurrentTask;
        var group = GroupOf(arguments.GetValue(_group), current);
        if (arguments.GetValue(_upload) && current is null)
        {
            throw new SlipwayException(new Diagnostic(
                TaskCodes.NotInATask,
                "There is no task to upload to: $TASK_ID is not set",
                "Decide in a task, or leave out --upload."));
        }

        var request = new DecisionRequest
        {
            Parameters = parameters,
            Group = group,
            Decision = current ?? group,
            Now = invocation.Clock.GetUtcNow(),
        };
        ImmutableArray<TaskFile> files = arguments.GetValue(_tasks) is { } folder
            ? await TaskFolder.ReadAsync(folder, invocation.Tree.RootPath, cancellationToken)
            : [];
        var prepared = await new DecisionMaker(invocation, request).PrepareAsync(
            invocation.Select(arguments.GetValue(_images) ?? []),
            arguments.GetValue(_force),
            files,
            arguments.GetValue(_pinIndexed),
            cancellationToken);
        var plan = prepared.PlanAt(request.Now);
        invocation.Warn(plan.Warnings);
        DecisionReport? report = null;
        if (!arguments.GetValue(_plan))
        {
            (plan, report) = await ExecuteAsync(invocation, prepared, plan, request, cancellationToken);
            invocation.Warn(report.Warnings);
        }

        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, DecisionRenderer.ToDocument(plan, report));
        }
        else
        {
            DecisionRenderer.Write(plan, report, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }

    private async Task<(DecisionPlan Plan, DecisionReport Report)> ExecuteAsync(
        Invocation invocation,
        PreparedDecision prepared,
        DecisionPlan plan,
        DecisionRequest request,
        CancellationToken cancellationToken)
    {
        var arguments = invocation.Arguments;
        bool isUploaded = arguments.GetValue(_upload);
        var files = new DecisionFiles(invocation.Tree, arguments.GetValue(_artifacts)!, arguments.GetValue(_contexts)!);
        var contexts = await files.WriteContextsAsync(
            plan, prepared.Inputs, Lines<ImageName>(invocation, image => $"{image}: context written"), cancellationToken);
        if (isUploaded)
        {
            await UploadAsync(invocation, contexts, request, cancellationToken);
        }

        // The Queue refuses tasks that were made a quarter of an hour ago, and contexts may be large.
        var current = prepared.PlanAt(invocation.Clock.GetUtcNow());
        var results = await files.WriteResultsAsync(current, cancellationToken);
        if (isUploaded)
        {
            await UploadAsync(invocation, results, request, cancellationToken);
        }

        var report = await new DecisionExecutor(invocation.Taskcluster.Queue).ExecuteAsync(
            current, request.Decision, Lines<DecisionOutcome>(invocation, DecisionRenderer.Line), cancellationToken);
        return (current, report);
    }

    private static TaskId GroupOf(string? given, TaskId? current)
    {
        if (given is not null)
        {
            return TaskId.TryParse(given, out var group)
                ? group
                : throw new SlipwayException(new Diagnostic(
                    TaskCodes.GroupUnknown,
                    $"'{Display.Text(given)}' is not the id of a task group",
                    "Give the 22 characters of the id of a task: that of the task that decides."));
        }

        return current ?? throw new SlipwayException(new Diagnostic(
            TaskCodes.GroupUnknown,
            "It is not known to which group the tasks belong: $TASK_ID is not set",
            "Decide in a task, or give the group with --task-group-id."));
    }

    private static Task UploadAsync(
        Invocation invocation, IEnumerable<DecisionFile> files, DecisionRequest request, CancellationToken cancellationToken)
    {
        var services = invocation.Taskcluster;
        return new DecisionUpload(services.Queue, services.Artifacts).RunAsync(
            files,
            request.Decision,
            TaskclusterSession.CurrentRun,
            request.Now + invocation.Catalog.Config.Expiry[request.Parameters.Push.Level],
            Lines<DecisionFile>(invocation, file => $"{file.Name}: uploaded"),
            cancellationToken);
    }

    private static LineProgress<T> Lines<T>(Invocation invocation, Func<T, string> line) => new(invocation.Terminal, line);
}
