using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

public sealed class ReproducibleTests : IDisposable
{
    private readonly TempTree _tree = new TempTree()
        .Image("base", "FROM scratch\nCOPY . /\n# %include shared\n")
        .Image("app", "FROM base\n")
        .Write("images/base/data", "a\nb\n")
        .Write("images/base/run", "#!/bin/sh\n")
        .Write("shared/one", "1\n")
        .Write(".gitattributes", "* -text\n");

    [Fact]
    public async Task A_tree_that_is_committed_and_never_converted_is_the_same_everywhere()
    {
        Commit();

        var run = await _tree.RunAsync("doctor", "--reproducible");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(4, run.Output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.EndsWith("The digests of 2 images are the same everywhere.\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            4, run.Error.Split('\n').Count(line => line.StartsWith("Computing the digests", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_file_that_makes_a_difference_is_named_with_the_reason()
    {
        _tree
            .Write(".gitattributes", "* -text\nimages/base/data text\n*.bin filter=lfs -text\n")
            .Write(".gitignore", "*.o\n");
        _tree.Write("images/base/big.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n");
        File.CreateSymbolicLink(_tree.PathOf("images/base/link"), "data");
        Commit();
        _tree.Write("images/base/new", "").Write("images/base/x.o", "").Write("shared/one", "2\n");
        _tree.Write("images/base/big.bin", "abc");
        Git("config", "filter.lfs.clean", "git show HEAD:images/base/big.bin");
        Git("config", "core.fileMode", "false");
        await Tools.RunAsync("chmod", "755", _tree.PathOf("images/base/run"));

        var run = await _tree.RunAsync("doctor", "--reproducible", "--json");

        Assert.Equal(4, run.ExitCode);
        var found = JsonNode.Parse(run.Output)!.AsArray()
            .SelectMany(variation => variation!["differences"]!.AsArray())
            .Select(difference => $"{difference!["file"]} {difference["kind"]}");
        Assert.Equal(
            [
                "images/base/big.bin lfs-pointer",
                "images/base/data line-ends",
                "images/base/link link",
                "images/base/new untracked",
                "images/base/run executable-bit",
                "images/base/x.o ignored",
                "shared/one uncommitted",
            ],
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_image_that_a_clone_lacks_is_explained_by_its_files()
    {
        Commit();
        _tree.Image("late", "FROM base\n");

        var run = await _tree.RunAsync("doctor", "--reproducible");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains(
            """

            Git does not have it, so a fresh clone lacks it:
              images/late/Dockerfile  [late]
              → Add it with `git add`, or keep it out of the context with `.dockerignore`.

            1 file can make the digests differ.

            """,
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_a_submodule_are_named_as_such()
    {
        Commit();
        Git(
            "-c",
            "protocol.file.allow=always",
            "submodule",
            "--quiet",
            "add",
            Path.GetFullPath(_tree.PathOf(".")),
            "shared/inner");
        Commit();

        var run = await _tree.RunAsync("doctor", "--reproducible");

        Assert.Contains(
            "It belongs to a submodule, which a plain clone lacks:\n  shared/inner/",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_in_no_checkout_is_an_error() =>
        Assert.StartsWith(
            "SLIP1902",
            (await _tree.RunAsync("doctor", "--reproducible"))
                .Error.Split('\n')
                .First(line => line.StartsWith("SLIP", StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Fact]
    public async Task The_taskgraph_scheme_depends_on_the_umask()
    {
        Commit();
        _tree.Write("slipway.yml", "prefix: test\nfolder: images\nscheme: taskgraph\n");
        Commit();

        var run = await _tree.RunAsync("doctor", "--reproducible", "--json");

        Assert.Contains("permission-bits", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_followed_is_named_when_a_clone_makes_a_file_of_it()
    {
        Directory.CreateSymbolicLink(_tree.PathOf("images/base/linked"), "../../shared");
        _tree.Write("slipway.yml", "prefix: test\nfolder: images\nscheme: taskgraph\n");
        Commit();

        var run = await _tree.RunAsync("doctor", "--reproducible", "--json");

        Assert.Equal(
            ["images/base/linked link"],
            JsonNode.Parse(run.Output)!.AsArray()[3]!["differences"]!
                .AsArray()
                .Select(found => $"{found!["file"]} {found["kind"]}"));
    }

    public void Dispose() => _tree.Dispose();

    private void Commit()
    {
        Git("init", "--quiet");
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", "all");
    }

    private void Git(params string[] arguments) =>
        GitTool.Run(_tree.PathOf("."), ["-c", "core.autocrlf=false", .. arguments]);
}
