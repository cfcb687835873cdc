using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Backends;

/// <summary>The builds that tasks were, as the index lists them by their push dates.</summary>
/// <param name="index">The index of the deployment.</param>
/// <param name="queue">The tasks.</param>
/// <param name="config">Says under which namespaces they stand.</param>
internal sealed class IndexedBuilds(IImageIndex index, ITaskQueue queue, SlipwayConfig config)
{
    private readonly IndexNaming _naming = new(config);

    /// <summary>The newest builds of an image that the index still has, of every level, the newest first.</summary>
    /// <param name="image">The image.</param>
    /// <param name="limit">The most builds.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<ImmutableArray<TaskBuild>> ListAsync(
        ImageName image, int limit, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TaskId, (IndexEntry Entry, IndexScope Scope)>();
        foreach (var level in Level.Lowest.TrustedLevels())
        {
            var entries = new List<IndexEntry>();
            var places = _naming.PushDates(image, level);
            await WalkAsync(places, places.Top, 0, entries, limit, cancellationToken);
            foreach (var entry in entries)
            {
                if (TaskId.Of(entry.Build) is { } task)
                {
                    // The highest level comes first, and is the one that counts.
                    found.TryAdd(task, (entry, IndexScope.Of(level)));
                }
            }
        }

        var definitions = await queue.FindDefinitionsAsync(found.Keys, cancellationToken);
        var progress = await queue.FindProgressAsync([.. definitions.Keys], cancellationToken);
        return await WithParentsAsync(
        [
            .. definitions
                .Select(pair => TaskBuild.Of(
                    pair.Key,
                    image,
                    pair.Value,
                    progress.GetValueOrDefault(pair.Key),
                    found[pair.Key].Entry,
                    found[pair.Key].Scope))
                .Where(build => build.Digest is not null)
                .OrderByDescending(build => build.Finished)
                .Take(limit),
        ],
        cancellationToken);
    }

    // Which task made a parent may change while the parent stays the same.
    private async Task<ImmutableArray<TaskBuild>> WithParentsAsync(
        ImmutableArray<TaskBuild> builds, CancellationToken cancellationToken)
    {
        TaskId[] parents = [.. builds
            .SelectMany(build => build.Parents.Values)
            .Select(text => TaskId.TryParse(text, out var task) ? task : (TaskId?)null)
            .OfType<TaskId>()
            .Distinct()];
        var definitions = await queue.FindDefinitionsAsync(parents, cancellationToken);
        var digests = definitions.ToDictionary(
            pair => pair.Key.Value, pair => TaskImage.Of(pair.Value).Digest, StringComparer.Ordinal);
        return
        [
            .. builds.Select(build => build with
            {
                ParentDigests = build.Parents
                    .Where(pair => digests.GetValueOrDefault(pair.Value) is not null)
                    .ToDictionary(pair => pair.Key, pair => digests[pair.Value]!.Value, StringComparer.Ordinal),
            }),
        ];
    }

    /// <summary>A task that a person named, or that an entry of the index names; null when it is gone.</summary>
    public async Task<TaskBuild?> FindAsync(
        TaskId task, ImageName image, IndexScope? scope, CancellationToken cancellationToken) =>
        await queue.FindDefinitionAsync(task, cancellationToken) is { } definition
            ? TaskBuild.Of(
                task, image, definition, null, null, scope ?? IndexScope.Of(TaskImage.Of(definition).Level))
            : null;

    // Names are dates of fixed widths, so the last by name is the newest; a whole year is not read for a few builds.
    private async Task WalkAsync(
        PushDatePlaces places,
        IndexNamespace? below,
        int depth,
        List<IndexEntry> found,
        int limit,
        CancellationToken cancellationToken)
    {
        if (depth == places.Parts.Length - 1)
        {
            found.AddRange((await index.ListEntriesAsync(below, cancellationToken))
                .Where(entry => places.Fits(entry.Namespace, depth))
                .OrderByDescending(entry => entry.Namespace)
                .Take(limit - found.Count));
            return;
        }

        foreach (var ns in (await index.ListNamespacesAsync(below, cancellationToken))
            .Where(ns => places.Fits(ns, depth))
            .OrderDescending())
        {
            if (found.Count >= limit)
            {
                return;
            }

            await WalkAsync(places, ns, depth + 1, found, limit, cancellationToken);
        }
    }
}
