using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Model.Maintenance;

/// <summary>What garbage collection would remove.</summary>
/// <param name="Entries">Entries of the index that have expired, or whose builds are not kept.</param>
/// <param name="Images">Images that no entry points to, by image hash.</param>
/// <param name="Builds">Build records past their time.</param>
/// <param name="Blobs">Blobs that nothing refers to once these images and builds are gone.</param>
/// <param name="Files">Unfinished files and old logs.</param>
public sealed record GcPlan(
    ImmutableArray<IndexNamespace> Entries,
    ImmutableArray<ImageHash> Images,
    ImmutableArray<BuildId> Builds,
    ImmutableArray<GcBlob> Blobs,
    ImmutableArray<GcFile> Files)
{
    /// <summary>Bytes on disk that it would free.</summary>
    public long Bytes => Blobs.Sum(blob => blob.Size) + Files.Sum(file => file.Size);

    /// <summary>A plan that removes nothing.</summary>
    public static GcPlan Empty { get; } = new([], [], [], [], []);

    public bool IsEmpty => Entries.IsEmpty && Images.IsEmpty && Builds.IsEmpty && Blobs.IsEmpty && Files.IsEmpty;

    /// <summary>
    /// The plan in parts that can be carried out one after the other, whatever happens between them: names before what
    /// they point to, and that before what it is made of.
    /// </summary>
    /// <param name="size">How many things a part has at most.</param>
    public IEnumerable<GcPlan> Parts(int size) =>
        Entries.Length + Images.Length + Builds.Length + Blobs.Length + Files.Length <= size
            ? [this]
            :
            [
                .. Entries.Chunk(size).Select(part => Empty with { Entries = [.. part] }),
                .. Images.Chunk(size).Select(part => Empty with { Images = [.. part] }),
                .. Builds.Chunk(size).Select(part => Empty with { Builds = [.. part] }),
                .. Blobs.Chunk(size).Select(part => Empty with { Blobs = [.. part] }),
                .. Files.Chunk(size).Select(part => Empty with { Files = [.. part] }),
            ];

    /// <summary>What this plan and another one list.</summary>
    public GcPlan With(GcPlan other) => new(
        [.. Entries, .. other.Entries],
        [.. Images, .. other.Images],
        [.. Builds, .. other.Builds],
        [.. Blobs, .. other.Blobs],
        [.. Files, .. other.Files]);
}

/// <summary>A blob that nothing refers to.</summary>
/// <param name="Digest">SHA-256 of its bytes, which is its name.</param>
/// <param name="Size">Bytes.</param>
public sealed record GcBlob(Sha256Digest Digest, long Size);

/// <summary>A file that no process needs any more: the rest of a crash, or an old log.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Size">Bytes.</param>
public sealed record GcFile(string Path, long Size);
