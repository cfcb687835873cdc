using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Maintenance;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Retention;

/// <summary>What a store has to have, by what was done to it: the words of the documentation, once more.</summary>
/// <param name="policy">The policy of the tree.</param>
/// <param name="used">The digests in use.</param>
internal sealed class StoreModel(RetentionPolicy policy, IReadOnlySet<InputsDigest> used)
{
    private static readonly TimeSpan KeepBuilds = TimeSpan.FromDays(365);

    public Dictionary<IndexNamespace, ModelEntry> Entries { get; } = [];

    public Dictionary<BuildId, ModelBuild> Builds { get; } = [];

    public Dictionary<ImageHash, ModelImage> Images { get; } = [];

    public Dictionary<Sha256Digest, (long Size, DateTimeOffset Written)> Files { get; } = [];

    /// <summary>The layers of which the database knows that they are there.</summary>
    public HashSet<Sha256Digest> Layers { get; } = [];

    /// <summary>An entry is replaced by one of the same or a higher rank, and by any once it has expired.</summary>
    public void Insert(IndexNamespace ns, ModelEntry entry, DateTimeOffset now)
    {
        if (!Entries.TryGetValue(ns, out var standing) || entry.Rank >= standing.Rank || standing.Expires <= now)
        {
            Entries[ns] = entry;
        }
    }

    /// <summary>What a collection removes.</summary>
    /// <param name="agreed">Nothing but this; null for whatever is to go.</param>
    public GcPlan Plan(DateTimeOffset now, GcPlan? agreed)
    {
        var kept = Kept(now);
        var entries = Entries
            .Where(pair => !kept.Contains(pair.Value.Build)
                && (pair.Value.Expires <= now || (pair.Value.Place is not null && HasImage(pair.Value.Build)))
                && agreed?.Entries.Contains(pair.Key) != false)
            .Select(pair => pair.Key)
            .ToHashSet();
        var live = Entries.Where(pair => !entries.Contains(pair.Key)).Select(pair => pair.Value).ToList();
        var liveImages = live.Select(entry => entry.Image)
            .Concat(kept.Select(build => Builds[build].Image))
            .ToHashSet();
        var images = Images
            .Where(pair => !liveImages.Contains(pair.Key)
                && pair.Value.Stored <= now - policy.Grace
                && agreed?.Images.Contains(pair.Key) != false)
            .Select(pair => pair.Key)
            .ToHashSet();
        var builds = Builds.Values
            .Where(build => !kept.Contains(build.Id)
                && live.TrueForAll(entry => entry.Build != build.Id)
                && build.Built <= now - KeepBuilds)
            .Select(build => build.Id)
            .ToHashSet();
        var needed = live.Select(entry => entry.Digest.Sha256)
            .Concat(Images.Where(pair => !images.Contains(pair.Key)).SelectMany(pair => Needs(pair.Key, pair.Value)))
            .Concat(Builds.Values.Where(build => !builds.Contains(build.Id)).Select(build => build.Digest.Sha256))
            .ToHashSet();
        var blobs = Files
            .Where(pair => !needed.Contains(pair.Key) && pair.Value.Written < now - policy.Grace)
            .Select(pair => new GcBlob(pair.Key, pair.Value.Size));
        return new GcPlan(
            [.. entries],
            [.. images],
            [.. builds.Where(build => agreed?.Builds.Contains(build) != false)],
            [.. blobs.Where(blob => agreed?.Blobs.Contains(blob) != false)],
            []);
    }

    /// <summary>Takes the names away.</summary>
    public void RemoveRows(GcPlan plan)
    {
        plan.Entries.ToList().ForEach(ns => Entries.Remove(ns));
        plan.Images.ToList().ForEach(image => Images.Remove(image));
        plan.Builds.ToList().ForEach(build => Builds.Remove(build));
        Layers.ExceptWith(plan.Blobs.Select(blob => blob.Digest));
    }

    /// <summary>The builds that the policy keeps, and all that they are built on.</summary>
    public HashSet<BuildId> Kept(DateTimeOffset now)
    {
        var places = Places();
        var kept = new HashSet<BuildId>();
        int before;
        do
        {
            before = kept.Count;
            kept.UnionWith(places
                .Where(place => IsKept(place, places, now)
                    || places.Any(child => kept.Contains(child.Build.Id) && IsBuiltOn(child, place, places)))
                .Select(place => place.Build.Id)
                .ToList());
        }
        while (kept.Count > before);

        return kept;
    }

    private bool IsKept(ModelPlace place, List<ModelPlace> places, DateTimeOffset now)
    {
        var rule = policy.RuleFor(place.Name, place.Scope);
        int newer = places.Count(other => other.IsBeside(place) && other.IsNewerThan(place));
        return (rule is null && place.Expires > now)
            || newer < rule?.Keep
            || (rule?.YoungerThan is { } age && place.Build.Built > now - age)
            || place.Build.Built > now - policy.Grace
            || Images[place.Build.Image].Stored > now - policy.Grace
            || Entries.Values.Any(entry =>
                entry.Build == place.Build.Id && entry is { Place: null } && entry.Expires > now)
            || (used.Contains(place.Build.Digest)
                && IsFound(place, places)
                && (place.Scope.Level is not null || places.TrueForAll(other =>
                    other.Build.Digest != place.Build.Digest || other.Scope.Level is null)));
    }

    private static bool IsBuiltOn(ModelPlace child, ModelPlace place, List<ModelPlace> places) =>
        child.Build.Parents.Contains(place.Build.Digest)
        && child.Scope.Trusts(place.Scope)
        && IsFound(place, places);

    /// <summary>Whether a look-up of the digest in that place comes to this build.</summary>
    private static bool IsFound(ModelPlace place, List<ModelPlace> places) => !places.Exists(other =>
        other.Build.Digest == place.Build.Digest && other.IsBeside(place) && other.IsNewerThan(place));

    private List<ModelPlace> Places() =>
    [
        .. Entries.Values
            .Where(entry => entry.Place is not null && HasImage(entry.Build))
            .GroupBy(entry => (entry.Build, entry.Place!.Value.Name, entry.Place!.Value.Scope))
            .Select(group => new ModelPlace(
                Builds[group.Key.Build],
                group.Key.Name,
                group.Key.Scope,
                group.Max(entry => entry.Rank),
                group.Max(entry => entry.Expires))),
    ];

    private bool HasImage(BuildId id) => Builds.TryGetValue(id, out var build) && Images.ContainsKey(build.Image);

    private IEnumerable<Sha256Digest> Needs(ImageHash hash, ModelImage image) =>
        image.Layers.Where(Layers.Contains).Append(image.Manifest).Append(hash.Sha256);
}

/// <param name="Place">The name and the scope; null for a name that no template of the tree gives.</param>
internal sealed record ModelEntry(
    BuildId Build,
    InputsDigest Digest,
    ImageHash Image,
    long Rank,
    DateTimeOffset Expires,
    (string Name, IndexScope Scope)? Place);

internal sealed record ModelBuild(
    BuildId Id, InputsDigest Digest, ImageHash Image, DateTimeOffset Built, ImmutableArray<InputsDigest> Parents);

internal sealed record ModelImage(DateTimeOffset Stored, Sha256Digest Manifest, ImmutableArray<Sha256Digest> Layers);

internal sealed record ModelPlace(ModelBuild Build, string Name, IndexScope Scope, long Rank, DateTimeOffset Expires)
{
    public bool IsBeside(ModelPlace other) => Name == other.Name && Scope == other.Scope;

    public bool IsNewerThan(ModelPlace other) => Rank != other.Rank ? Rank > other.Rank
        : Build.Built != other.Build.Built ? Build.Built > other.Build.Built
        : string.CompareOrdinal(Build.Id.Value, other.Build.Id.Value) < 0;
}
