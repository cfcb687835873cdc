namespace Slipway.Tar.Reading;

/// <summary>An entry of an archive that has been looked at.</summary>
/// <param name="Name">Its path in the archive: relative, normalised, never above the top;
/// empty for the top itself.</param>
/// <param name="Kind">What it is.</param>
/// <param name="LinkName">Where a link leads: as written for a symbolic one,
/// an earlier file's path for a hard one.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="IsResized">Whether its size stands in an extended header, not in its own.</param>
public readonly record struct TarEntry(string Name, TarEntryKind Kind, string LinkName, long Size, bool IsResized);

/// <summary>What an entry of an archive may be.</summary>
public enum TarEntryKind
{
    File,
    Folder,
    SymbolicLink,
    HardLink,
}
