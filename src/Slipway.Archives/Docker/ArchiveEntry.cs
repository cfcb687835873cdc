namespace Slipway.Archives.Docker;

/// <summary>An entry of an archive.</summary>
/// <param name="Name">Its path in the archive: relative, normalised, never above the top.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="Target">The path in the archive that a link leads to, resolved; null for everything else.</param>
public sealed record ArchiveEntry(string Name, ArchiveEntryKind Kind, long Size, string? Target);

/// <summary>The kinds of entries that engines write.</summary>
public enum ArchiveEntryKind
{
    File,
    Folder,

    /// <summary>A symbolic or a hard link.</summary>
    Link,
}
