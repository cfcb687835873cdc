using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Retention;

/// <summary>The bytes that become free with each manifest that goes. Pure.</summary>
/// <remarks>
/// What is deleted now is counted first, against everything that is still there afterwards; then what goes later,
/// against what stays. So the sum of what is deleted is what the registry's own collector frees then.
/// </remarks>
internal static class FreedShares
{
    /// <param name="shelves">What the repositories have.</param>
    /// <param name="deleted">What is deleted now.</param>
    /// <param name="going">What is deleted now or later.</param>
    public static ImmutableDictionary<ImageReference, long> Of(
        IReadOnlyCollection<Shelf> shelves,
        IReadOnlySet<ImageReference> deleted,
        IReadOnlySet<ImageReference> going)
    {
        var holdings = shelves.SelectMany(shelf => shelf.Holdings).ToList();
        var contents = new Dictionary<Sha256Digest, ImmutableArray<ContentPart>>();
        foreach (var (manifest, parts) in holdings
            .Select(holding => KeyValuePair.Create(holding.Manifest.Descriptor.Digest, holding.Parts))
            .Concat(shelves.SelectMany(shelf => shelf.Foreign)))
        {
            contents.TryAdd(manifest, parts);
        }

        var now = Share(holdings, deleted, contents);
        return now.AddRange(Share(
            [.. holdings.Where(holding => !deleted.Contains(holding.Reference))], going, contents));
    }

    private static ImmutableDictionary<ImageReference, long> Share(
        IReadOnlyCollection<Holding> holdings,
        IReadOnlySet<ImageReference> going,
        Dictionary<Sha256Digest, ImmutableArray<ContentPart>> contents)
    {
        // The same manifest may be in several repositories, and stay in one of them.
        var staying = holdings
            .Where(holding => !going.Contains(holding.Reference))
            .Select(holding => holding.Manifest.Descriptor.Digest)
            .ToHashSet();
        (ImageReference Holder, Sha256Digest Manifest)[] gone =
        [
            .. holdings
                .Select(holding => (holding.Reference, holding.Manifest.Descriptor.Digest))
                .Where(holding => !staying.Contains(holding.Digest)),
        ];
        var shares = FreedContent.SharesOf(gone, contents);
        foreach (var (_, manifest) in gone)
        {
            contents.Remove(manifest);
        }

        return shares;
    }
}
