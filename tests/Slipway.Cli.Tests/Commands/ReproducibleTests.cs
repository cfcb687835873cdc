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
        await CommitAsync();

        var run = await _tree.RunAsync("doctor", "--reproducible");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(4, run.Output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.EndsWith("The digests of 2 images are the same everywhere.\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, run.Error.Split('\n').Count(line => line.StartsWith("Computing the digests", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_file_that_makes_a_difference_is_named_with_the_reason()
    {
        _tree.Write(".gitattributes", "* -text\nimages/base/data text\n*.bin filter=lfs -text\n").Write(".gitignore", "*.o\n");
        _tree.Write("images/base/big.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n");
        File.CreateSymbolicLink(_tree.PathOf("images/base/link"), "data");
        await CommitAsync();
        _tree.Write("images/base/new", "").Write("images/base/x.o", "").Write("shared/one", "2\n");
        _tree.Write("images/base/big.bin", "abc");
        await GitAsync("config", "filter.lfs.clean", "git show HEAD:images/base/big.bin");
        await GitAsync("config", "core.fileMode", "false");
        await Needed.RunAsync("chmod", ["755", _tree.PathOf("images/base/run")]);

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
        await CommitAsync();
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
        await CommitAsync();
        await GitAsync("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", Path.GetFullPath(_tree.PathOf(".")), "shared/inner");
        await CommitAsync();

        var run = await _tree.RunAsync("doctor", "--reproducible");

        Assert.Contains("It belongs to a submodule, which a plain clone lacks:\n  shared/inner/", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_in_no_checkout_is_an_error() =>
        Assert.StartsWith("SLIP1902", (await _tree.RunAsync("doctor", "--reproducible")).Error.Split('\n').First(line => line.StartsWith("SLIP", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public async Task The_taskgraph_scheme_depends_on_the_umask()
    {
        await CommitAsync();
        _tree.Write("slipway.yml", "prefix: test\nfolder: images\nscheme: taskgraph\n");
        await CommitAsync();

        var run = await _tree.RunAsync("doctor", "--reproducible", "--json");

        Assert.Contains("permission-bits", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_folder_that_a_clone_has_as_a_file_is_named_as_a_link()
    {
        Directory.CreateSymbolicLink(_tree.PathOf("images/base/linked"), "../../shared");
        _tree.Write("slipway.yml", "prefix: test\nfolder: images\nscheme: taskgraph\n");
        await CommitAsync();

        var run = await _tree.RunAsync("doctor", "--reproducible", "--json");

        Assert.Contains(
            "images/base/linked link",
            JsonNode.Parse(run.Output)!.AsArray()[3]!["differences"]!.AsArray().Select(found => $"{found!["file"]} {found["kind"]}"));
    }

    public void Dispose() => _tree.Dispose();

    private async Task CommitAsync()
    {
        await GitAsync("init", "--quiet");
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--allow-empty", "--message", "all");
    }

    private Task<string> GitAsync(params string[] arguments) => Needed.RunAsync(
        "git", ["-C", _tree.PathOf("."), "-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "core.autocrlf=false", .. arguments]);
}
