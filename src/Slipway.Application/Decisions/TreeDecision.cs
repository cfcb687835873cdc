using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Configuration;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Decisions;

/// <summary>Decides which tasks a push of the tree needs, and creates them.</summary>
/// <param name="parts">What is opened.</param>
/// <param name="options">What is asked.</param>
/// <param name="tell">Called with what happens, from several threads.</param>
internal sealed class TreeDecision(WorkspaceParts parts, DecisionOptions options, Action<DecisionEvent> tell)
{
    /// <param name="planOnly">Whether nothing is created and nothing written.</param>
    /// <param name="cancellationToken">Cancels; tasks that were created by then stay.</param>
    /// <exception cref="SlipwayException">Everything that is missing or wrong, or that a service refuses.</exception>
    public async Task<Decision> DecideAsync(bool planOnly, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(cancellationToken);
        ImmutableArray<TaskDefinitionFile> files = options.Tasks is { } folder
            ? await TaskFolder.ReadAsync(folder, parts.Tree.RootPath, cancellationToken)
            : [];
        var prepared = await new DecisionMaker(parts, request).PrepareAsync(
            parts.SelectWithPackages(options.Images), options.Force, files, options.PinIndexed, cancellationToken);
        var plan = prepared.PlanAt(request.Now);
        parts.Warn(plan.Warnings);
        if (planOnly)
        {
            return Decision.Of(plan, null);
        }

        var (made, report) = await ExecuteAsync(prepared, plan, request, cancellationToken);
        parts.Warn(report.Warnings);
        return Decision.Of(made, report);
    }

    private async Task<DecisionRequest> RequestAsync(CancellationToken cancellationToken)
    {
        var parameters = await new PushParameterReader(parts).ReadAsync(options.Parameters, cancellationToken);
        parts.Use(new CheckoutFacts(parameters.RepositoryType, parameters.Project));
        // The parameters say for which level the tasks are, and so by which line of a policy what they use is judged.
        parts.Use(parameters.Push);
        var current = TaskclusterSession.CurrentTask;
        var group = GroupOf(options.Group, current);
        if (options.Upload && current is null)
        {
            throw new SlipwayException(new Diagnostic(
                TaskCodes.NotInATask,
                "There is no task to upload to: $TASK_ID is not set",
                "Decide in a task, or leave out --upload."));
        }

        return new DecisionRequest
        {
            Parameters = parameters,
            Group = group,
            Decision = current ?? group,
            Now = parts.Clock.GetUtcNow(),
        };
    }

    private async Task<(DecisionPlan Plan, DecisionReport Report)> ExecuteAsync(
        PreparedDecision prepared, DecisionPlan plan, DecisionRequest request, CancellationToken cancellationToken)
    {
        var files = new DecisionFiles(parts.Tree, options.Artifacts, options.Contexts);
        var contexts = await files.WriteContextsAsync(
            plan,
            prepared.Inputs,
            new Reporter<ImageName>(image => tell(new DecisionEvent.ContextWritten(image))),
            cancellationToken);
        if (options.Upload)
        {
            await UploadAsync(contexts, request, cancellationToken);
        }

        // The Queue refuses tasks that were made a quarter of an hour ago, and contexts may be large.
        var current = prepared.PlanAt(parts.Clock.GetUtcNow());
        var results = await files.WriteResultsAsync(current, cancellationToken);
        if (options.Upload)
        {
            await UploadAsync(results, request, cancellationToken);
        }
        else
        {
            // What a task uploads itself no worker signs for, so that only these others can be judged.
            await files.WriteForVerifiersAsync(request.Parameters, cancellationToken);
        }

        var made = await new DecisionExecutor(parts.Taskcluster.Queue).ExecuteAsync(
            current,
            request.Decision,
            new Reporter<DecisionOutcome>(outcome => tell(new DecisionEvent.TaskMade(MadeTask.Of(outcome)))),
            cancellationToken);
        return (current, made);
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

    private Task UploadAsync(
        IEnumerable<DecisionFile> files, DecisionRequest request, CancellationToken cancellationToken)
    {
        var services = parts.Taskcluster;
        return new DecisionUpload(services.Queue, services.Artifacts).RunAsync(
            files,
            request.Decision,
            TaskclusterSession.CurrentRun,
            request.Now + parts.Catalog.Config.Expiry[request.Parameters.Push.Level],
            new Reporter<DecisionFile>(file => tell(new DecisionEvent.Uploaded(file))),
            cancellationToken);
    }

    /// <summary>Tells at once and in order, which the progress of .NET does not.</summary>
    private sealed class Reporter<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
