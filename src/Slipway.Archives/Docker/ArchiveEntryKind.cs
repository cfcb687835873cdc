namespace Slipway.Archives.Docker;

/// <summary>The kinds of entries that engines write.</summary>
public enum ArchiveEntryKind
{
    File,
    Folder,

    /// <summary>A symbolic or a hard link.</summary>
    Link,
}
