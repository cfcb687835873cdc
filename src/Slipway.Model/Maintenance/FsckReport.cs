using System.Collections.Immutable;

namespace Slipway.Model.Maintenance;

/// <summary>What checking a store showed.</summary>
/// <param name="Images">How many images were checked.</param>
/// <param name="Blobs">How many blobs were read.</param>
/// <param name="Bytes">Bytes of these blobs.</param>
/// <param name="Problems">What is wrong; empty for a sound store.</param>
/// <param name="Repaired">Whether what is wrong was removed, so that the next build makes it anew.</param>
public sealed record FsckReport(
    int Images, int Blobs, long Bytes, ImmutableArray<FsckProblem> Problems, bool Repaired);

/// <summary>One thing that is wrong with a store's content.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">The digest, the namespace or the file that it is about.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Images">The images that cannot be loaded for it, by name where they have one.</param>
public sealed record FsckProblem(FsckProblemKind Kind, string Subject, string Message, ImmutableArray<string> Images);

/// <summary>What can be wrong with a store's content.</summary>
public enum FsckProblemKind
{
    /// <summary>A layer, a config or a manifest is missing, truncated or altered.</summary>
    Blob,

    /// <summary>An image that the database does not know in full, or in two ways.</summary>
    Image,

    /// <summary>A small blob, such as an inputs manifest, is missing or altered.</summary>
    SmallBlob,

    /// <summary>
    /// An entry of the index points to an image that the store does not have, or is not what its build was.
    /// </summary>
    Entry,

    /// <summary>A name for other tools that no build gave the image.</summary>
    Name,

    /// <summary><c>index.json</c> or <c>oci-layout</c> does not say what the database says.</summary>
    Layout,

    /// <summary>The store's secret is damaged, or others than its owner can read it.</summary>
    Secret,
}
