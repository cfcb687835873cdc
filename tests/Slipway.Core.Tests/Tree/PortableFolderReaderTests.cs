using Slipway.Core.Tree;

namespace Slipway.Core.Tests.Tree;

public sealed class PortableFolderReaderTests : FolderReaderTests
{
    private protected override IFolderReader Reader(string root) => new PortableFolderReader(root);
}
