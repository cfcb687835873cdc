using Slipway.Files.Linux;
using Slipway.Model.Trees;
using Slipway.Tree.Folders;

namespace Slipway.Tree.Tests.Folders;

/// <summary>Linux without openat2.</summary>
public sealed class ComponentwiseFolderReaderTests : FolderReaderTests
{
    private protected override IFolderReader Reader(string root)
    {
        Needed.Or(LinuxCalls.IsSupported, "statx of the C library");
        return new LinuxFolderReader(root, mayOpenBelow: false);
    }
}
