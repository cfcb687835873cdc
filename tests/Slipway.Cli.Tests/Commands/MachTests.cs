using System.Formats.Tar;
using System.IO.Compression;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What mach prints and answers, for images of a tree of gecko's shape.</summary>
public sealed class MachTests : IDisposable
{
    private readonly GeckoTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--tag", "a:b")]
    [InlineData("--context-only", "never-written")]
    public async Task A_digest_stands_alone_on_its_line(params string[] ignored)
    {
        var run = await _tree.RunAsync(["mach", "taskgraph", "image-digest", "check", .. ignored]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(GeckoTree.Value("git-level-3", "check", "digest") + "\n", run.Output);
        Assert.False(File.Exists("never-written"));
    }

    [Fact]
    public async Task A_digest_is_that_of_the_checkout()
    {
        Directory.CreateDirectory(_tree.PathOf(".hg"));

        var run = await _tree.RunAsync("mach", "taskgraph", "image-digest", "check");

        Assert.Equal(GeckoTree.Value("hg-level-3", "check", "digest") + "\n", run.Output);
    }

    [Theory]
    [InlineData("image-digest", "nothing", "SLIP1113")]
    [InlineData("image-digest", "scrap", "SLIP1223")]
    [InlineData("build-image", "nothing", "SLIP1113")]
    [InlineData("load-image", "nothing", "SLIP1113")]
    public async Task What_goes_wrong_ends_with_1_and_prints_nothing(string command, string image, string code)
    {
        var run = await _tree.RunAsync("mach", "taskgraph", command, image, "--backend", "embedded");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        Assert.Contains(image, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("taskgraph", "build-image")]
    [InlineData("taskcluster-build-image")]
    public async Task A_context_is_written_and_nothing_else_said(params string[] command)
    {
        string file = _tree.PathOf("context.tar.gz");

        var run = await _tree.RunAsync(["mach", .. command, "lone", "--context-only", file]);

        Assert.Equal((0, string.Empty, string.Empty), (run.ExitCode, run.Output, run.Error));
        Assert.Contains("Dockerfile", Names(file));
        Assert.Contains("run.sh", Names(file));
    }

    [Theory]
    [InlineData("taskgraph", "load-image")]
    [InlineData("taskcluster-load-image")]
    public async Task Loading_needs_an_image_or_a_task(params string[] command)
    {
        var run = await _tree.RunAsync(["mach", .. command]);

        Assert.Equal((1, "Specify either IMAGE-NAME or TASK-ID\n"), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("build-image", "foo:bar:baz")]
    [InlineData("build-image", "Foo:bar")]
    [InlineData("load-image", "foo:bar:baz")]
    [InlineData("load-image", "")]
    public async Task A_tag_that_cannot_be_one_is_refused_before_anything_is_done(string command, string tag)
    {
        var run = await _tree.RunAsync(
            "mach", "taskgraph", command, "lone", "--tag", tag, "--backend", "embedded");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains($"'{tag}' is not a value for --tag", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_has_built_is_named_with_the_advice_to_take_a_revision_that_was_pushed()
    {
        var run = await _tree.RunAsync("mach", "taskgraph", "load-image", "greeting", "--backend", "embedded");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains("No task has built greeting", run.Error, StringComparison.Ordinal);
        Assert.Contains("fresh checkout", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_that_a_tree_registers_call_these()
    {
        string python = Needed.Program("python3");

        await Tools.RunAsync(
            python,
            ["-B", "-m", "unittest", "test_slipway_commands"],
            folder: Repository.PathOf("integrations", "mach"));
    }

    private static List<string> Names(string file)
    {
        using var unzipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        List<string> names = [];
        while (tar.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }
}
