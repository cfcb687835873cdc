using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Trust.Allowlists;

/// <summary>
/// Which image hashes registry images may have at protected levels: the second lock beside the digest.
/// </summary>
/// <param name="Entries">In the order of the file.</param>
/// <param name="Images">Each image that the file names, and where; also one without entries.</param>
public sealed record Allowlist(
    ImmutableArray<AllowlistEntry> Entries, ImmutableSortedDictionary<ImageName, SourceLocation> Images)
{
    /// <summary>Allows nothing.</summary>
    public static readonly Allowlist Empty = new([], ImmutableSortedDictionary<ImageName, SourceLocation>.Empty);

    public bool Allows(ImageName image, ImageHash imageHash) => Find(image, imageHash) is not null;

    public AllowlistEntry? Find(ImageName image, ImageHash imageHash) =>
        Entries.FirstOrDefault(entry => entry.Image == image && entry.ImageHash == imageHash);

    /// <summary>
    /// The entry that was written down for a repo digest: a claim, which only the registry can prove.
    /// </summary>
    public AllowlistEntry? FindPublished(ImageName image, RepoDigest repoDigest) =>
        Entries.FirstOrDefault(entry => entry.Image == image && entry.RepoDigest == repoDigest);
}
