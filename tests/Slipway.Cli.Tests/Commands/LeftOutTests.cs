using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>Images that only taskgraph can make: every command says why it does not have them.</summary>
public sealed class LeftOutTests : IDisposable
{
    private const string Kind = "taskcluster/kinds/docker-image/kind.yml";

    private readonly TempTree _tree = new TempTree()
        .Write("slipway.yml", "scheme: taskgraph\n")
        .Write("taskcluster/config.yml", "trust-domain: acme\n")
        .Write("taskcluster/requirements.txt", "taskcluster-taskgraph==24.2.0\n")
        .Write(Kind, "tasks:\n  arm: { definition: base, arch: arm64 }\n  base: {}\n")
        .Write("taskcluster/docker/base/Dockerfile", "FROM debian:12\n");

    [Theory]
    [InlineData("hash", "arm")]
    [InlineData("plan", "arm")]
    [InlineData("why", "arm")]
    [InlineData("load", "arm")]
    [InlineData("graph", "--of", "arm")]
    [InlineData("context", "arm", "-o", "x.tar")]
    public async Task A_command_that_is_asked_for_one_says_why_there_is_none(params string[] command)
    {
        var run = await _tree.RunAsync(command);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith("SLIP1154: arm is left out: the key 'arch'", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.Split("SLIP").Length);
        Assert.Contains($"at {Kind}:2:28", run.Error, StringComparison.Ordinal);
        Assert.Contains("'harmless-keys'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hash", "base")]
    [InlineData("plan", "base")]
    [InlineData("why", "base")]
    [InlineData("context", "base", "-o", "x.tar")]
    public async Task A_command_that_is_asked_for_another_one_says_nothing_of_it(params string[] command)
    {
        var run = await _tree.RunAsync(command);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("list")]
    [InlineData("hash")]
    public async Task A_command_for_all_says_it_once_at_the_end(string command)
    {
        var run = await _tree.RunAsync(command);

        Assert.Equal(5, run.ExitCode);
        Assert.StartsWith("warning SLIP1154: arm is left out: the key", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("\n1 image is left out: arm.\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.Split("SLIP").Length);
    }

    [Fact]
    public async Task A_list_shows_it_with_the_reason()
    {
        var run = await _tree.RunAsync("list");

        Assert.Equal(5, run.ExitCode);
        Assert.Matches(@"\narm +- +- +left-out ", run.Output);
        Assert.Contains("SLIP1154: arm is left out: the key 'arch'", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"\nbase +task +- ", run.Output);
    }

    [Fact]
    public async Task A_list_for_programs_has_the_reason_in_place_of_a_digest()
    {
        var images = JsonNode.Parse((await _tree.RunAsync("list", "--json")).Output)!.AsArray();

        Assert.Equal(["arm", "base"], images.Select(image => (string)image!["name"]!));
        Assert.Null(images[0]!["digest"]);
        Assert.Equal("left-out", (string)images[0]!["unfit"]!["state"]!);
        var problem = images[0]!["unfit"]!["problems"]![0]!;
        Assert.Equal(("SLIP1154", $"{Kind}:2:28"), ((string)problem["code"]!, (string)problem["location"]!));
        Assert.NotNull(images[1]!["digest"]);
        Assert.Null(images[1]!["unfit"]);
    }

    [Fact]
    public async Task No_digest_of_it_is_among_those_of_all()
    {
        var run = await _tree.RunAsync("hash");

        Assert.EndsWith("  base\n", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_tree_all_of_whose_images_are_left_out_says_why()
    {
        _tree.Write("taskcluster/requirements.txt", "taskcluster-taskgraph==12.1.0\n");

        var run = await _tree.RunAsync("hash");

        Assert.Equal((5, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains(
            "SLIP1160: arm and base are left out: the tree uses taskgraph 12.1.0", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("2 images are left out: arm, base.\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("base  ", (await _tree.RunAsync("list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _tree.RunAsync("hash", "base", "--scheme", "slipway")).ExitCode);
    }

    [Fact]
    public async Task What_a_transform_does_can_be_said()
    {
        string before = (await _tree.RunAsync("hash", "base")).Output;
        _tree.Write("slipway.yml", "scheme: taskgraph\nimages: { arm: { digest-lines: ['arch: arm64'] } }\n");

        var run = await _tree.RunAsync("hash", "arm");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.NotEqual(before, run.Output);
        Assert.Equal(before, (await _tree.RunAsync("hash", "base")).Output);
    }

    public void Dispose() => _tree.Dispose();
}
