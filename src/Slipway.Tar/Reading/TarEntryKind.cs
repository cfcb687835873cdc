namespace Slipway.Tar.Reading;

/// <summary>What an entry of an archive may be.</summary>
public enum TarEntryKind
{
    File,
    Folder,
    SymbolicLink,
    HardLink,
}
