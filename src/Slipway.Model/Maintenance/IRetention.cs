using System.Collections.Immutable;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Model.Maintenance;

/// <summary>Says which builds of a store stay, by a policy that the store does not know.</summary>
public interface IRetention
{
    /// <summary>
    /// Decides on what the store has at one moment. Asked once for a plan, and once more, with the store held, right
    /// before anything is removed; so it takes no time that others would wait for.
    /// </summary>
    RetentionDecision Decide(StoreContents contents);
}

/// <summary>What stays and what goes. What neither names, stays until its entries expire.</summary>
/// <param name="Kept">The builds whose images stay, and their entries with them, expired or not.</param>
/// <param name="Removed">The entries that go before they expire.</param>
public sealed record RetentionDecision(IReadOnlySet<BuildId> Kept, IReadOnlySet<IndexNamespace> Removed);

/// <summary>What a store has at one moment.</summary>
/// <param name="Builds">The builds that made an image which is there.</param>
/// <param name="Entries">All entries of the index, expired ones among them.</param>
/// <param name="Images">The images by their hashes.</param>
/// <param name="ReadInputs">Reads an inputs manifest, verified; null when it is not there or damaged.</param>
public sealed record StoreContents(
    ImmutableArray<BuildRecord> Builds,
    ImmutableArray<IndexEntry> Entries,
    IReadOnlyDictionary<ImageHash, ImageContents> Images,
    Func<Sha256Digest, byte[]?> ReadInputs);

/// <summary>What one image of a store consists of.</summary>
/// <param name="Manifest">SHA-256 of its OCI manifest.</param>
/// <param name="Stored">When it was stored, or last taken into use.</param>
/// <param name="Blobs">Its manifest, its config and its layers, each once.</param>
public sealed record ImageContents(Sha256Digest Manifest, DateTimeOffset Stored, ImmutableArray<GcBlob> Blobs);
