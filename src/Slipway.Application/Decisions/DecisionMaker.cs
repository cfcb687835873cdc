using System.Collections.Immutable;
using Slipway.Application.Digests;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Images;
using Slipway.Core.Lookup;
using Slipway.Decisions.Gecko;
using Slipway.Decisions.Planning;
using Slipway.Dialects.Gecko;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Review.References;
using Slipway.Trust.Statements;

namespace Slipway.Application.Decisions;

/// <summary>Makes the plan of a decision: asks the index, hashes the contexts, reads the task definitions.</summary>
/// <param name="parts">What is opened.</param>
/// <param name="request">For whom, and when.</param>
internal sealed class DecisionMaker(WorkspaceParts parts, DecisionRequest request)
{
    private readonly ReferenceMaker _references = new(parts.Catalog, ReferenceForm.RepoDigest);
    private readonly PoolSettingsReader _settings = new(
        parts.Catalog.Config, request.Parameters.Push.Level, request.Parameters.Project);

    /// <summary>Finds out all that the plan depends on.</summary>
    /// <param name="images">The images that are wanted.</param>
    /// <param name="force">Whether they are built whatever the index has.</param>
    /// <param name="files">Definitions of tasks that use images; what they use is wanted too.</param>
    /// <param name="pinIndexed">Whether the task to which a namespace points takes the namespace's place.</param>
    public async Task<PreparedDecision> PrepareAsync(
        ImmutableArray<ImageDefinition> images,
        bool force,
        ImmutableArray<TaskDefinitionFile> files,
        bool pinIndexed,
        CancellationToken cancellationToken)
    {
        var services = parts.Taskcluster;
        var uses = DefinitionResolver.UsesOf(files.Select(file => (file.Content, file.Name)), _references);
        var deadline = request.Now + _settings.Read(needsWorkers: false).Deadline;
        ImmutableArray<ImageDefinition> used =
            [.. parts.Catalog.ParentsFirst.Where(image => uses.Images.Contains(image.Name.Value))];
        var (builds, inputs) = await new PlanMaker(parts).PlanAsync(
            [.. images.Union(used).Union(ForIndexing())],
            force,
            request.Parameters.Push,
            new IndexReader(
                new LastingIndex(services.Index, deadline),
                new DecisionImages(services.Queue, services.Artifacts, deadline)),
            [.. used.Select(image => image.Name)],
            isForEngine: false,
            cancellationToken);
        var namespaces = await ImageTaskLookup.FindAsync(services.Index, uses.Namespaces, cancellationToken);
        await parts.Guards.Chains.AdmitAllNamedAsync(
            builds.Images
                .Where(image => !image.MustBuild)
                .Select(image => image.Found is { } found ? TaskId.Of(found.Entry.Build) : null)
                .OfType<TaskId>(),
            cancellationToken);
        // Also where the namespace stays: the tasks that are made use what it leads to.
        foreach (var (ns, task) in namespaces)
        {
            await parts.Guards.Latest.AdmitNamedAsync(ns, task, cancellationToken);
        }

        // What they refer to is the same whichever tasks the images have.
        var dry = new DefinitionResolver(_references, uses, pinIndexed, new DiagnosticBag());
        await PublishedImages.AdmitAsync(
            parts,
            files.Select(file => dry.Resolve(file.Content, file.Name)),
            StatementTarget.NoTree,
            cancellationToken);

        // gecko's tasks name their workers one by one, by alias.
        bool needsWorkers = builds.ToBuild.Any() && parts.Catalog.Config.Dialect is not GeckoDialect;
        return new PreparedDecision(parts.Catalog, _references, _settings.Read(needsWorkers), request)
        {
            Builds = builds,
            Inputs = inputs,
            ContextHashes = await new ContextTars(parts.Tree).HashAsync(
                DecisionPlanner.ContextsOf(builds, parts.Catalog.Config), inputs, cancellationToken),
            Files = files,
            Namespaces = namespaces,
            PinIndexed = pinIndexed,
        };
    }

    /// <summary>The image in which tasks run that index others, where there are such tasks.</summary>
    private IEnumerable<ImageDefinition> ForIndexing() =>
        parts.Catalog.Config.Dialect is GeckoDialect && GeckoDecisionPlanner.IndexImageOf(parts.Catalog) is { } image
            ? [image]
            : [];
}
