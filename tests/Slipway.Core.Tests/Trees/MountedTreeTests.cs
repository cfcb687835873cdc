using System.Text;
using CsCheck;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Trees;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Trees;

public sealed class MountedTreeTests
{
    private const string Place = ".slipway-run-task";

    // What a Dockerfile may name: all, a folder, a file, a link, and the very place of what is mounted.
    private static readonly Gen<string> Includes = OneOf(
        ".", "./", "src", "src/a", "link", Place, $"{Place}/run-task", $"{Place}-2", "taskcluster", "missing");

    private static readonly Gen<(string Path, string Content)[]> Files = Gen.Select(
        OneOf(
            "src/a", "src/b", "top", $"{Place}/run-task", $"{Place}/other", $"{Place}-2/hgrc", ".dockerignore"),
        OneOf("one", "two", string.Empty)).Array[0, 6];

    [Fact]
    public void What_is_mounted_is_found_and_read_at_its_place()
    {
        var tree = Mounted(new InMemorySourceTree { { "own", "own" } });

        Assert.Equal(EntryKind.Folder, tree.Find(tree.Place)?.Kind);
        Assert.Equal(EntryKind.File, tree.Find(RelativePath.Parse($"{Place}/hgrc"))?.Kind);
        Assert.Equal(
            [$"{Place}/fetch-content", $"{Place}/hgrc", $"{Place}/robustcheckout.py", $"{Place}/run-task"],
            tree.List(tree.Place).Select(entry => entry.Path.Value));
        Assert.Equal("run-task", Read(tree, $"{Place}/run-task"));
        Assert.Equal("own", Read(tree, "own"));
    }

    [Fact]
    public void No_folder_lists_what_is_mounted() => Assert.Equal(
        ["own"],
        Mounted(new InMemorySourceTree { { "own", "own" } }).List(RelativePath.Root).Select(entry => entry.Path.Value));

    [Fact]
    public void What_the_tree_has_itself_is_never_hidden()
    {
        var tree = Mounted(new InMemorySourceTree { { $"{Place}/run-task", "own" }, { $"{Place}-2", "own" } });

        Assert.Equal($"{Place}-3", tree.Place.Value);
        Assert.Equal("own", Read(tree, $"{Place}/run-task"));
        Assert.Equal("own", Read(tree, $"{Place}-2"));
        Assert.Equal("run-task", Read(tree, $"{Place}-3/run-task"));
    }

    [Fact]
    public void What_is_mounted_can_be_laid_over_another_tree()
    {
        var other = MountedTree.Over(
            Mounted(new InMemorySourceTree { { "own", "own" } }),
            new InMemorySourceTree { { $"{Place}/run-task", "theirs" } });

        Assert.Equal("theirs", Read(other, $"{Place}/run-task"));
        Assert.Equal("run-task", Read(other, $"{Place}-2/run-task"));
    }

    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void Run_task_from_elsewhere_gives_the_digest_that_a_copy_in_the_tree_gives(Scheme scheme)
    {
        var plain = Tree(scheme, [], "# %include-run-task");
        var copied = Tree(scheme, [], "# %include-run-task", "run-task: third_party\n");
        foreach (string file in RunTaskFiles)
        {
            copied.Add($"third_party/{file}", file);
        }

        Assert.Equal(DigestsOf(copied, out _), DigestsOf(Mounted(plain), out _));
        Assert.Single(DigestsOf(copied, out _));
    }

    [Fact]
    public void A_file_that_is_missing_is_named_where_it_really_belongs()
    {
        var tree = new MountedTree(
            Tree(Scheme.Slipway, [], "# %include-run-task"),
            new InMemorySourceTree("/opt/run-task") { { "hgrc", "1" } });

        DigestsOf(tree, out var problems);

        Assert.Contains(
            problems, problem => problem.Message.Contains("'/opt/run-task/run-task'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void An_image_without_run_task_does_not_see_what_is_mounted(Scheme scheme) =>
        Gen.Select(Files, Includes).Sample((files, include) =>
        {
            var tree = Tree(scheme, files, $"# %include {include}");
            var without = DigestsOf(tree, out var problems);
            var with = DigestsOf(Mounted(tree), out var problemsWith);
            return without.SequenceEqual(with) && problems.SequenceEqual(problemsWith);
        });

    private static Gen<string> OneOf(params string[] choices) =>
        Gen.Int[0, choices.Length - 1].Select(choice => choices[choice]);

    private static string[] RunTaskFiles => ["run-task", "fetch-content", "hgrc", "robustcheckout.py"];

    private static MountedTree Mounted(ISourceTree own)
    {
        var folder = new InMemorySourceTree();
        foreach (string file in RunTaskFiles)
        {
            folder.Add(file, file);
        }

        return new MountedTree(own, folder);
    }

    private static InMemorySourceTree Tree(
        Scheme scheme, (string Path, string Content)[] files, string line, string configuration = "")
    {
        var tree = new InMemorySourceTree
        {
            { "slipway.yml", $"prefix: a\nscheme: {scheme.Dialect().Name}\n{configuration}" },
            { "taskcluster/config.yml", "trust-domain: a\n" },
            { "taskcluster/requirements.txt", "taskcluster-taskgraph==24.2.0\n" },
            { "taskcluster/docker/base/Dockerfile", $"FROM scratch\n{line}\n" },
        };
        tree.AddLink("link", "src");
        foreach (var (path, content) in files)
        {
            tree.Add(path, content);
        }

        return tree;
    }

    private static (ImageName, InputsDigest)[] DigestsOf(ISourceTree tree, out Diagnostic[] problems)
    {
        var reading = CatalogReader.Read(tree, KnownDialects.All);
        var found = new DiagnosticBag();
        found.AddRange(reading.Diagnostics);
        var inputs = new DigestCalculator(tree, reading.Catalog.Config, NoDigestCache.Instance)
            .Compute(reading.Catalog.ParentsFirst, found, TestContext.Current.CancellationToken);
        problems = [.. found.ToSorted()];
        return [.. inputs.Select(pair => (pair.Key, pair.Value.Digest)).OrderBy(pair => pair.Key)];
    }

    private static string Read(ISourceTree tree, string path)
    {
        using var stream = tree.OpenRead(RelativePath.Parse(path));
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return Encoding.UTF8.GetString(content.ToArray());
    }
}
