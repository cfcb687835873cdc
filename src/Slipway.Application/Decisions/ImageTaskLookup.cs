using System.Collections.Immutable;
using Slipway.Application.Files;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Images;
using Slipway.Core.Lookup;
using Slipway.Decisions.Planning;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Review.References;

namespace Slipway.Application.Decisions;

/// <summary>Finds the tasks of the images that files name: in what a decision wrote, else in the index.</summary>
internal static class ImageTaskLookup
{
    /// <param name="parts">What is opened.</param>
    /// <param name="uses">What the files need.</param>
    /// <param name="imageTasks">The <c>image-tasks.json</c> of a decision; null to ask the index.</param>
    public static async Task<ImageTaskTable> FindAsync(
        WorkspaceParts parts, ImageTaskUses uses, string? imageTasks, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<ImageName, TaskId> images = new Dictionary<ImageName, TaskId>();
        if (imageTasks is not null)
        {
            var file = (await InputFile.ReadAllAsync([imageTasks], parts.OpenStandardInput, cancellationToken))[0];
            images = ImageTasksReader.Read(file.Content, file.Name);
        }
        else if (uses.Images.Count > 0 && parts.BackendKind == BackendKind.Taskcluster)
        {
            images = await OfIndexAsync(parts, uses.Images, cancellationToken);
        }

        var namespaces = await FindAsync(parts.SharedIndex, uses.Namespaces, cancellationToken);
        // The tasks that a decision has just created have not run; those that the index has are used as they are.
        await parts.Guards.Chains.AdmitAllNamedAsync(imageTasks is null ? images.Values : [], cancellationToken);
        foreach (var (ns, task) in namespaces)
        {
            await parts.Guards.Latest.AdmitNamedAsync(ns, task, cancellationToken);
        }

        return new ImageTaskTable(parts.Catalog, images, namespaces);
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
        WorkspaceParts parts, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var services = parts.Taskcluster;
        // Names of no image of the tree are told when the files are resolved, with their places.
        ImmutableArray<ImageDefinition> used =
            [.. parts.Catalog.ParentsFirst.Where(image => names.Contains(image.Name.Value))];
        var (plan, _) = await new PlanMaker(parts).PlanAsync(
            used,
            force: false,
            parts.Push,
            new IndexReader(services.Index, 
                new DecisionImages(services.Queue, services.Artifacts, parts.Clock.GetUtcNow())),
            [.. used.Select(image => image.Name)],
            isForEngine: false,
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
