using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Diagnostics;
using Slipway.Core.Digests;
using Slipway.Execution;
using Slipway.Core.References;
using Slipway.Core.Tasks.Decisions;
using Slipway.Core.Values;
using Slipway.Execution.Tasks;

namespace Slipway.Cli.Session;

/// <summary>Makes the plan of a decision: asks the index, hashes the contexts, reads the task definitions.</summary>
/// <param name="invocation">The command.</param>
/// <param name="request">For whom, and when.</param>
internal sealed class DecisionMaker(Invocation invocation, DecisionRequest request)
{
    private readonly PoolSettingsReader _settings = new(
        invocation.Catalog.Config, request.Parameters.Push.Level, request.Parameters.Project);

    /// <param name="images">The images that are wanted.</param>
    /// <param name="force">Whether they are built whatever the index has.</param>
    /// <param name="files">Definitions of tasks that use images.</param>
    /// <param name="pinIndexed">Whether the task to which a namespace points takes the namespace's place.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<(DecisionPlan Plan, IReadOnlyDictionary<ImageName, ImageInputs> Inputs)> MakeAsync(
        ImmutableArray<ImageDefinition> images,
        bool force,
        ImmutableArray<TaskFile> files,
        bool pinIndexed,
        CancellationToken cancellationToken)
    {
        var services = invocation.Taskcluster;
        var deadline = request.Now + _settings.Read(needsWorkers: false).Deadline;
        var (builds, inputs) = await invocation.PlanAsync(
            images,
            force,
            request.Parameters.Push,
            new IndexReader(
                new LastingIndex(services.Index, deadline), new DecisionImages(services.Queue, services.Artifacts)),
            cancellationToken);
        var settings = _settings.Read(builds.ToBuild.Any());
        var contexts = DecisionPlanner.ContextsOf(builds);
        var hashes = await new ContextTars(invocation.Tree).HashAsync(contexts, inputs, cancellationToken);
        var plan = new DecisionPlanner(invocation.Catalog, settings, request).Plan(builds, hashes);
        return (files.IsEmpty ? plan : await AddFilesAsync(plan, settings, files, pinIndexed, cancellationToken), inputs);
    }

    private async Task<DecisionPlan> AddFilesAsync(
        DecisionPlan plan,
        PoolSettings settings,
        ImmutableArray<TaskFile> files,
        bool pinIndexed,
        CancellationToken cancellationToken)
    {
        var maker = new ReferenceMaker(invocation.Catalog, ReferenceForm.RepoDigest);
        var uses = DefinitionResolver.UsesOf(files.Select(file => (file.Content, file.Name)), maker);
        var table = new ImageTaskTable(
            invocation.Catalog,
            plan.Images.ToDictionary(pair => pair.Key, pair => pair.Value.Task),
            await ImageTaskLookup.FindAsync(invocation.Taskcluster.Index, uses.Namespaces, cancellationToken));
        var problems = new DiagnosticBag();
        return new FileTasks(invocation.Catalog, settings, request).AddTo(
            plan, files, new DefinitionResolver(maker, table, pinIndexed, problems), problems);
    }
}
