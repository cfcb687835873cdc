using Slipway.Core.Digests;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tests.Contexts;
using Slipway.Tests.Trees;
using Slipway.Tree.Folders;

namespace Slipway.Tree.Tests.Folders;

public sealed class PortableFolderReaderTests : FolderReaderTests
{
    private protected override IFolderReader Reader(string root) => new PortableFolderReader(root);

    [Fact]
    public void A_file_rewritten_with_its_size_and_time_has_another_digest_in_spite_of_the_cache()
    {
        using var files = new TempTree();
        files.Write("img/Dockerfile", "FROM scratch\n").Write("img/x", "1");
        var time = File.GetLastWriteTimeUtc(files.Path("img/x"));
        var cache = new MemoryDigestCache();
        var before = Digest(files, cache);

        files.Write("img/x", "2");
        File.SetLastWriteTimeUtc(files.Path("img/x"), time);

        Assert.NotEqual(before, Digest(files, cache));
        Assert.Empty(cache.Recorded);
    }

    [Fact]
    public void Windows_is_refused()
    {
        var refused = Assert.Throws<SlipwayException>(() => LocalSourceTree.ReaderFor("C:/tree", isWindows: true));

        Assert.Equal(TreeCodes.WindowsUnsupported, refused.Diagnostics[0].Code);
    }

    private InputsDigest Digest(TempTree files, MemoryDigestCache cache)
    {
        var tree = new FolderTree(Reader(files.Root));
        var inputs = new DigestCalculator(tree, ContextCase.Config(), cache)
            .Compute([ContextCase.Read(tree)], new DiagnosticBag(), TestContext.Current.CancellationToken);
        return inputs[ImageName.Parse(ContextCase.Folder)].Digest;
    }
}
