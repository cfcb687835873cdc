using System.Text;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Tree.Tests.Folders;

public sealed class MountedFolderTests : IDisposable
{
    private static readonly RelativePath Place = RelativePath.Parse("mounted");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-mount-");

    public MountedFolderTests()
    {
        Write("tree/own", "own");
        Write("tree/mounted/hidden", "hidden");
        Write("elsewhere/file", "from elsewhere");
        Write("elsewhere/below/deep", "deep");
    }

    [Fact]
    public void What_is_mounted_is_found_listed_and_read_at_its_place()
    {
        var tree = Open();

        Assert.Equal(["mounted", "own"], tree.List(RelativePath.Root).Select(entry => entry.Path.Value));
        Assert.Equal(["mounted/below", "mounted/file"], tree.List(Place).Select(entry => entry.Path.Value));
        Assert.Equal(EntryKind.Folder, tree.Find(Place)?.Kind);
        Assert.Equal("from elsewhere", Read(tree, "mounted/file"));
        Assert.Equal("deep", Read(tree, "mounted/below/deep"));
        Assert.Equal("own", Read(tree, "own"));
    }

    [Fact]
    public void What_the_tree_has_at_the_place_is_hidden() =>
        Assert.Null(Open().Find(RelativePath.Parse("mounted/hidden")));

    [Fact]
    public void A_folder_is_found_before_anything_was_listed() =>
        Assert.Equal(EntryKind.File, Open().Find(RelativePath.Parse("mounted/below/deep"))?.Kind);

    [Fact]
    public void Run_task_from_elsewhere_gives_the_digest_that_a_copy_in_the_tree_gives()
    {
        foreach (string file in new[] { "run-task", "fetch-content", "hgrc", "robustcheckout.py" })
        {
            Write($"package/{file}", file);
            Write($"copied/third_party/{file}", file);
        }

        foreach (string tree in new[] { "plain", "copied" })
        {
            Write($"{tree}/taskcluster/docker/base/Dockerfile", "FROM scratch\n# %include-run-task\nCOPY run-task /\n");
        }

        Write("plain/slipway.yml", "prefix: a\n");
        Write("copied/slipway.yml", "prefix: a\nrun-task: third_party\n");

        Assert.Equal(
            DigestOf(new LocalSourceTree(PathOf("copied"))),
            DigestOf(LocalSourceTree.WithFolder(PathOf("plain"), SlipwayConfig.DefaultRunTask, PathOf("package"))));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static InputsDigest DigestOf(ISourceTree tree)
    {
        var reading = CatalogReader.Read(tree, KnownDialects.All);
        var problems = new DiagnosticBag();
        problems.AddRange(reading.Diagnostics);
        var inputs = new DigestCalculator(tree, reading.Catalog.Config, NoDigestCache.Instance)
            .Compute(reading.Catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);
        problems.ThrowIfErrors();
        return inputs[ImageName.Parse("base")].Digest;
    }

    private static string Read(ISourceTree tree, string path)
    {
        using var stream = tree.OpenRead(RelativePath.Parse(path));
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return Encoding.UTF8.GetString(content.ToArray());
    }

    private ISourceTree Open() => LocalSourceTree.WithFolder(PathOf("tree"), Place, PathOf("elsewhere"));

    private string PathOf(string path) => Path.Join(_folder.FullName, path);

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), content);
    }
}
