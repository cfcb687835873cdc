using System.Collections.Immutable;
using Slipway.Application.Indexing;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Lookup;
using Slipway.Core.Namespaces;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Judging;

/// <summary>Finds the task that a person means.</summary>
internal sealed class ChainFinder(WorkspaceParts parts)
{
    /// <param name="what">A task id, a namespace, or the name of an image of the tree.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="SlipwayException">There is no such task.</exception>
    public async Task<FoundTask> FindAsync(string what, CancellationToken cancellationToken)
    {
        if (TaskId.TryParse(what, out var task))
        {
            return new FoundTask(task, null);
        }

        if (InputsDigest.TryParse(what, out var digest))
        {
            return await FindOfDigestAsync(digest, cancellationToken)
                ?? throw NotFound($"No image of the tree is in the index with the digest {digest}");
        }

        return what.Contains('.', StringComparison.Ordinal) && !parts.MeansImage(what)
            ? await OfNamespaceAsync(what, cancellationToken)
            : await OfImageAsync(what, cancellationToken);
    }

    /// <summary>The tasks that built images of the tree with the digests that the tree has now.</summary>
    public async Task<ImmutableArray<TaskId>> FindTasksAsync(CancellationToken cancellationToken)
    {
        if (parts.BackendKind != BackendKind.Taskcluster)
        {
            throw NotFound("Images are not looked up at Taskcluster");
        }

        return
        [
            .. (await FindAllAsync(cancellationToken)).Plan.Images
                .OrderBy(image => image.Name)
                .Select(image => image.Found is { } found ? FoundTask.Of(found.Entry) : null)
                .OfType<FoundTask>()
                .Select(task => task.Id)
                .Distinct(),
        ];
    }

    /// <summary>Every image of the tree, and what is found for it with the digest that the tree has now.</summary>
    public Task<PreparedPlan> FindAllAsync(CancellationToken cancellationToken) =>
        new PlanMaker(parts).PlanAsync(parts.Select([]), force: false, cancellationToken);

    /// <summary>The task that built an image of the tree with a digest, at the most trusted level.</summary>
    public async Task<FoundTask?> FindOfDigestAsync(InputsDigest digest, CancellationToken cancellationToken)
    {
        if (parts.BackendKind != BackendKind.Taskcluster)
        {
            throw NotFound("Digests are not looked up at Taskcluster");
        }

        var naming = new IndexNaming(parts.Config);
        IndexNamespace[] asked =
        [
            .. naming.ReadableScopes(parts.Push).SelectMany(scope => parts.Catalog.ParentsFirst.Select(
                image => naming.Hash(image.Name, digest, scope))),
        ];
        var found = await parts.Taskcluster.Index.FindAllAsync(asked, cancellationToken);
        return asked
            .Select(ns => found.TryGetValue(ns, out var entry) ? FoundTask.Of(entry) : null)
            .FirstOrDefault(task => task is not null);
    }

    private async Task<FoundTask> OfNamespaceAsync(string text, CancellationToken cancellationToken)
    {
        var entry = await parts.Taskcluster.Index.FindAsync(NamespaceArgument.Parse(text), cancellationToken)
            ?? throw NotFound($"{Display.Line(text)} is not in the index");
        return FoundTask.Of(entry)
            ?? throw NotFound($"{Display.Line(text)} points to no task");
    }

    private async Task<FoundTask> OfImageAsync(string name, CancellationToken cancellationToken)
    {
        var image = parts.Require(name);
        if (parts.BackendKind != BackendKind.Taskcluster)
        {
            throw NotFound($"{image.Name} is not looked up at Taskcluster");
        }

        var (plan, _) = await new PlanMaker(parts).PlanAsync([image], force: false, cancellationToken);
        var planned = plan.Images.Single(candidate => candidate.Name == image.Name);
        return planned.Found is { } found && FoundTask.Of(found.Entry) is { } task
            ? task
            : throw NotFound($"No task built {image.Name} with the digest {planned.Digest}");
    }

    private static SlipwayException NotFound(string message) => new(new Diagnostic(
        IndexCodes.NotFound,
        message,
        "Name a task id, a namespace, or with --backend taskcluster an image of the tree that a task built."));
}

/// <summary>A task that a person means.</summary>
/// <param name="Id">The task.</param>
/// <param name="Namespace">The namespace that leads to it; null when it was named itself.</param>
internal sealed record FoundTask(TaskId Id, IndexNamespace? Namespace)
{
    /// <summary>The task to which an entry leads; null when no task made what it leads to.</summary>
    /// <exception cref="SlipwayException">The entry does not belong where it is.</exception>
    public static FoundTask? Of(IndexEntry entry) =>
        TaskId.Of(EntryTruth.Require(entry).Build) is { } task ? new FoundTask(task, entry.Namespace) : null;
}
