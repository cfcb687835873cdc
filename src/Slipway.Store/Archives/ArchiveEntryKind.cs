namespace Slipway.Store.Archives;

/// <summary>The kinds of entries that engines write.</summary>
internal enum ArchiveEntryKind
{
    File,
    Folder,

    /// <summary>A symbolic or a hard link.</summary>
    Link,
}
