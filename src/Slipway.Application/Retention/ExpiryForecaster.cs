using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Namespaces;
using Slipway.Core.Retention;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;

namespace Slipway.Application.Retention;

/// <summary>Finds out what of the tree's index expires when, what that costs, and who needs it.</summary>
internal sealed class ExpiryForecaster(WorkspaceParts parts)
{
    // Without a policy nobody said which tags count, and there may be thousands.
    private static readonly RetentionPolicy BranchesOnly = new() { Tags = new NamePatterns([]) };

    private readonly IndexNaming _naming = new(parts.Catalog.Config);
    private readonly TreeNamespaces _namespaces = new(parts.Catalog.Config);

    /// <param name="within">How far to look.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<Forecast> MakeAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        var now = parts.Clock.GetUtcNow();
        var uses = await new TreeUseFinder(parts).FindAsync(
            parts.Catalog.Config.Retention ?? BranchesOnly, cancellationToken);
        var indexed = await IndexedAsync(uses, cancellationToken);
        var durations = await DurationsAsync(indexed.Select(entry => entry.Name), cancellationToken);
        var expiries = ExpiryForecast.Of(
            indexed,
            uses.SelectMany(use => use.Images.Values.Select(digest => new ImageNeed(use.User, use.Level, digest))),
            durations,
            now,
            now + within);
        var tasks = TaskUses.Find(TaskFiles.Read(parts.Tree, parts.Catalog, cancellationToken), parts.Catalog);
        return new Forecast(now, within, expiries, tasks?.Select(name => name.Value).ToImmutableHashSet());
    }

    /// <summary>What branches and tags need in another state than that of the tree, and expires.</summary>
    public async Task<ImmutableArray<NeededImage>> NeededElsewhereAsync(
        TimeSpan within, CancellationToken cancellationToken) =>
    [
        .. (await MakeAsync(within, cancellationToken)).Needed
            .Where(expiry => !expiry.Users.Contains(TreeUse.WorkingTree))
            .Select(expiry => new NeededImage(
                expiry.Entry.Name, expiry.Entry.Digest, expiry.Entry.Expires, expiry.Users)),
    ];

    /// <summary>What stands in the index, and what stood there that somebody still needs.</summary>
    private async Task<IReadOnlyCollection<IndexedDigest>> IndexedAsync(
        IEnumerable<TreeUse> uses, CancellationToken cancellationToken)
    {
        var found = new Dictionary<IndexNamespace, IndexedDigest>();
        await ListAsync(IndexNamespace.Parse(parts.Catalog.Config.Prefix), found, cancellationToken);
        var needed =
            from use in uses
            from image in use.Images
            from level in Level.Lowest.TrustedLevels()
            select _naming.Hash(image.Key, image.Value, IndexScope.Of(level));
        var expired = await parts.SharedIndex.FindExpiredAsync(
            [.. needed.Distinct().Where(ns => !found.ContainsKey(ns))], cancellationToken);
        foreach (var entry in expired.Values)
        {
            Add(entry, found);
        }

        return found.Values;
    }

    private async Task ListAsync(
        IndexNamespace below, Dictionary<IndexNamespace, IndexedDigest> found, CancellationToken cancellationToken)
    {
        foreach (var entry in await parts.SharedIndex.ListEntriesAsync(below, cancellationToken))
        {
            Add(entry, found);
        }

        foreach (var ns in await parts.SharedIndex.ListNamespacesAsync(below, cancellationToken))
        {
            await ListAsync(ns, found, cancellationToken);
        }
    }

    /// <summary>Only what a look-up of a digest would find counts, and what it would believe.</summary>
    private void Add(IndexEntry entry, Dictionary<IndexNamespace, IndexedDigest> found)
    {
        if (_namespaces.Read(entry.Namespace) is { } place
            && EntryTruth.CompareWithNamespace(entry) is null
            && NamespaceClaims.Digests(entry.Namespace) is [var digest])
        {
            found[entry.Namespace] =
                new IndexedDigest(place.Name, place.Scope, digest, entry.Build, entry.Expires);
        }
    }

    private async Task<Dictionary<string, TimeSpan>> DurationsAsync(
        IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var builds = parts.Builds;
        var durations = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (string name in names.Distinct(StringComparer.Ordinal))
        {
            if (ImageName.TryParse(name, out var image)
                && PastDuration.Of(await builds.ListAsync(
                    image, PastDuration.Lookback, cancellationToken)) is { } past)
            {
                durations.Add(name, past);
            }
        }

        return durations;
    }
}

/// <summary>What of a tree's index expires.</summary>
/// <param name="Now">When it was asked.</param>
/// <param name="Within">How far it looks.</param>
/// <param name="Expiries">The earliest first.</param>
/// <param name="UsedByTasks">The images that definitions of tasks of the tree use; null when that cannot be
/// told.</param>
public sealed record Forecast(
    DateTimeOffset Now,
    TimeSpan Within,
    ImmutableArray<Expiry> Expiries,
    ImmutableHashSet<string>? UsedByTasks)
{
    /// <summary>What somebody needs, and then has to build again.</summary>
    public IEnumerable<Expiry> Needed => Expiries.Where(expiry => !expiry.Users.IsEmpty);

    /// <summary>Building again all that somebody needs, one after the other; each image and digest once.</summary>
    public TimeSpan Rebuild => Needed
        .DistinctBy(expiry => expiry.Entry.Digest)
        .Aggregate(TimeSpan.Zero, (sum, expiry) => sum + (expiry.Rebuild ?? TimeSpan.Zero));

    /// <summary>Whether a definition of a task of the tree uses what expires.</summary>
    public bool IsUsedByTask(Expiry expiry) =>
        UsedByTasks?.Contains(expiry.Entry.Name) == true && expiry.Users.Contains(TreeUse.WorkingTree);
}
