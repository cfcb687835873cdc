using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Core.Namespaces;
using Slipway.Core.Planning;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Gecko;

/// <summary>
/// Makes the tasks that gecko's transforms make: one for each image and each package that has to be built, and those
/// that index them. Pure.
/// </summary>
public sealed class GeckoDecisionPlanner
{
    private readonly ImageCatalog _catalog;
    private readonly DecisionRequest _request;
    private readonly IndexScope _scope;
    private readonly DiagnosticBag _problems = new();
    private readonly GeckoTasks _tasks;

    /// <param name="catalog">The images and packages of the tree.</param>
    /// <param name="settings">What is configured for tasks.</param>
    /// <param name="request">For whom, and when.</param>
    public GeckoDecisionPlanner(ImageCatalog catalog, PoolSettings settings, DecisionRequest request)
    {
        _catalog = catalog;
        _request = request;
        _scope = new IndexNaming(catalog.Config).WritableScope(request.Parameters.Push);
        _tasks = new GeckoTasks(catalog, settings, request, _problems);
    }

    /// <summary>The image that a tree has for the tasks that index others; null when it has none.</summary>
    public static ImageDefinition? IndexImageOf(ImageCatalog catalog) => catalog.Find(IndexTasks.Image);

    /// <param name="plan">What is reused and what is built.</param>
    /// <param name="contextHashes">SHA-256 of the uncompressed tar of each image that is built.</param>
    /// <exception cref="SlipwayException">Everything that gecko or the Queue would refuse.</exception>
    public DecisionPlan Plan(BuildPlan plan, IReadOnlyDictionary<ImageName, Sha256Digest> contextHashes)
    {
        var known = plan.Images.Select(TaskOf).OfType<ImageTask>()
            .ToImmutableSortedDictionary(task => task.Image, task => task);
        _problems.ThrowIfErrors();
        ImmutableArray<DecisionTask> built =
        [
            .. TaskOrder.Of(plan).Select(image => image.IsPackage
                ? _tasks.OfPackage(image, known)
                : _tasks.OfImage(image, contextHashes[image.Name], known)),
        ];
        var all = WithIndexTasks(built, known);
        _problems.ThrowIfErrors();
        return new DecisionPlan(_request.Group, all, known, _problems.ToSorted());
    }

    /// <summary>Tasks with those that index them, and without routes that are too many.</summary>
    internal ImmutableArray<DecisionTask> WithIndexTasks(
        ImmutableArray<DecisionTask> built, IReadOnlyDictionary<ImageName, ImageTask> known)
    {
        var index = new IndexTasks(_catalog, _tasks, _request, _scope, known, _problems);
        return [.. built.Select(IndexTasks.WithRoutesOfItsOwn), .. index.Made(built)];
    }

    private ImageTask? TaskOf(PlannedImage image)
    {
        if (image.MustBuild)
        {
            string label = _tasks.LabelOf(image.Name);
            var id = DecisionIds.OfLabel(label, image.Digest, _scope, _request.Group);
            return new ImageTask(
                image.Name,
                image.Digest,
                id,
                IsNew: true,
                image.Inserts.IsEmpty ? null : image.Inserts[^1],
                _scope);
        }

        return ImageTask.Found(image, _problems);
    }
}

/// <summary>The order in which tasks are made: each behind those that it needs.</summary>
internal static class TaskOrder
{
    /// <remarks>Where packages are built in an image that installs them, one of the two comes first.</remarks>
    public static ImmutableArray<PlannedImage> Of(BuildPlan plan)
    {
        var toBuild = plan.ToBuild.ToDictionary(image => image.Name);
        var order = ImmutableArray.CreateBuilder<PlannedImage>(toBuild.Count);
        var done = new HashSet<ImageName>();
        foreach (var image in plan.ToBuild)
        {
            Visit(image);
        }

        return order.DrainToImmutable();

        void Visit(PlannedImage image)
        {
            if (!done.Add(image.Name))
            {
                return;
            }

            foreach (var need in image.Parents.Concat(image.RunsIn is { } runsIn ? [runsIn] : []))
            {
                if (toBuild.TryGetValue(need, out var needed))
                {
                    Visit(needed);
                }
            }

            order.Add(image);
        }
    }
}
