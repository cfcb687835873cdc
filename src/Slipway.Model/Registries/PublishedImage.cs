using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Model.Registries;

/// <summary>An image in a registry, read down to its config.</summary>
/// <param name="RepoDigest">SHA-256 of what the reference points to:
/// the index when there is one, else the manifest.</param>
/// <param name="ImageHash">The image ID: SHA-256 of the config.</param>
/// <param name="Layers">The layers as the registry has them, the lowest first.</param>
/// <param name="DiffIds">SHA-256 of each uncompressed layer tar, the lowest first.</param>
/// <param name="Labels">The labels of its config.</param>
public sealed record PublishedImage(
    RepoDigest RepoDigest,
    ImageHash ImageHash,
    ImmutableArray<OciDescriptor> Layers,
    ImmutableArray<DiffId> DiffIds,
    ImmutableSortedDictionary<string, string> Labels)
{
    /// <summary>Whether the reference points to an index, which may list others besides.</summary>
    public bool IsOfSeveral { get; init; }
}
