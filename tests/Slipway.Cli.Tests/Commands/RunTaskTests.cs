using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>Trees of which some images need run-task files, and nothing says where these are.</summary>
public sealed class RunTaskTests : IDisposable
{
    private readonly TempTree _tree = new TempTree()
        .Image("all", "FROM debian:12\n# %include .\n")
        .Image("base", "FROM debian:12\n")
        .Image("one", "FROM debian:12\n# %include-run-task\n")
        .Image("two", "FROM debian:12\n# %include-run-task\n");

    [Fact]
    public async Task List_shows_them_with_an_unknown_digest_and_one_message()
    {
        var run = await _tree.RunAsync("list");

        Assert.Equal(5, run.ExitCode);
        Assert.Matches(@"\bone +- +- +left-out", run.Output);
        Assert.Equal(1, run.Error.Split("SLIP1213").Length - 1);
        Assert.Contains("there is no digest of one and two", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_as_json_has_no_digest_for_them()
    {
        var images = JsonNode.Parse((await _tree.RunAsync("list", "--json")).Output)!.AsArray();

        Assert.Equal(
            [("all", true), ("base", true), ("one", false), ("two", false)],
            images.Select(image => ((string)image!["name"]!, image["digest"] is not null)));
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("plan")]
    public async Task The_others_are_there_for(string command)
    {
        var run = await _tree.RunAsync(command);

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("base", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("two", run.Output, StringComparison.Ordinal);
        Assert.Contains("SLIP1213", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 images are left out: one, two.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_has_them_without_what_is_planned()
    {
        var run = await _tree.RunAsync("graph", "--plan", "--json");

        Assert.Equal(5, run.ExitCode);
        Assert.Equal(
            ["all build", "base build"],
            JsonNode.Parse(run.Output)!["nodes"]!.AsArray()
                .Select(node => $"{node!["name"]} {node["action"]}").Order(StringComparer.Ordinal));
        Assert.Equal(0, (await _tree.RunAsync("graph")).ExitCode);
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("plan")]
    public async Task Who_names_one_gets_an_error(string command)
    {
        var run = await _tree.RunAsync(command, "two");

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith("SLIP1213", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_found_to_count_for_them_all_the_same() => Assert.Contains(
        "two", (await _tree.RunAsync("affected", "images/two/Dockerfile")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_folder_from_elsewhere_changes_no_image_without_run_task()
    {
        using var elsewhere = new TempTree()
            .Write("rt/run-task", "1").Write("rt/fetch-content", "2").Write("rt/hgrc", "3")
            .Write("rt/robustcheckout.py", "4");

        var without = await _tree.RunAsync("hash");
        var with = await _tree.RunAsync("hash", "--run-task", elsewhere.PathOf("rt"));

        Assert.Equal(0, with.ExitCode);
        Assert.Equal(4, with.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith(without.Output, with.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _tree.Dispose();
}
