namespace Slipway.Model.Trees;

/// <summary>What a directory entry is, links not followed.</summary>
public enum EntryKind
{
    File,
    Folder,
    Link,

    /// <summary>A device, a socket or a FIFO.</summary>
    Special,
}
