using Slipway.Application.Decisions;
using Slipway.Application.Lookup;
using Slipway.Cli.Invocations;
using Slipway.Core.Catalog;
using Slipway.Core.Indexing;
using Slipway.Core.References;
using Slipway.Core.Tasks.Decisions;
using Slipway.Core.Values;

namespace Slipway.Cli.Session;

/// <summary>Finds the tasks of the images that files name: in what a decision wrote, else in the index.</summary>
internal static class ImageTaskLookup
{
    /// <param name="invocation">The command.</param>
    /// <param name="uses">What the files need.</param>
    /// <param name="imageTasks">The <c>image-tasks.json</c> of a decision; null to ask the index.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<ImageTaskTable> FindAsync(
        Invocation invocation, ImageTaskUses uses, string? imageTasks, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<ImageName, TaskId> images = new Dictionary<ImageName, TaskId>();
        if (imageTasks is not null)
        {
            var file = (await InputFile.ReadAllAsync([imageTasks], cancellationToken))[0];
            images = ImageTasksReader.Read(file.Content, file.Name);
        }
        else if (uses.Images.Count > 0 && invocation.BackendKind == BackendKind.Taskcluster)
        {
            images = await OfIndexAsync(invocation, uses.Images, cancellationToken);
        }

        return new ImageTaskTable(
            invocation.Catalog, images, await FindAsync(invocation.SharedIndex, uses.Namespaces, cancellationToken));
    }

    /// <summary>Where namespaces point; those without an entry are left out.</summary>
    /// <exception cref="SlipwayException">One points to a build that does not belong there.</exception>
    public static async Task<IReadOnlyDictionary<IndexNamespace, TaskId>> FindAsync(
        IImageIndex index, IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken)
    {
        var tasks = new Dictionary<IndexNamespace, TaskId>();
        if (namespaces.Count == 0)
        {
            return tasks;
        }

        foreach (var (ns, entry) in await index.FindAllAsync(namespaces, cancellationToken))
        {
            EntryTruth.Require(entry);
            if (TaskId.Of(entry.Build) is { } task)
            {
                tasks[ns] = task;
            }
        }

        return tasks;
    }

    private static async Task<IReadOnlyDictionary<ImageName, TaskId>> OfIndexAsync(
        Invocation invocation, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var services = invocation.Taskcluster;
        // Names of no image of the tree are told when the files are resolved, with their places.
        var (plan, _) = await invocation.PlanAsync(
            [.. invocation.Catalog.ParentsFirst.Where(image => names.Contains(image.Name.Value))],
            force: false,
            invocation.Push,
            new IndexReader(services.Index, new DecisionImages(services.Queue, services.Artifacts)),
            cancellationToken);
        var tasks = new Dictionary<ImageName, TaskId>();
        foreach (var image in plan.Images.Where(image => !image.MustBuild))
        {
            if (TaskId.Of(image.Found!.Entry.Build) is { } task)
            {
                tasks[image.Name] = task;
            }
        }

        return tasks;
    }
}
