using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>Commands in a tree in which images are broken.</summary>
public sealed class UnfitTreeTests : IDisposable
{
    private const string LastLine = "3 images are broken: bad, context, on-bad.";

    private readonly TempTree _tree = new TempTree()
        .Image("good", "FROM scratch\n")
        .Image("bad", "")
        .Image("on-bad", "FROM bad\n")
        .Image("context", "FROM scratch\n# %include nowhere\n");

    [Theory]
    [InlineData("list")]
    [InlineData("plan")]
    [InlineData("hash")]
    [InlineData("graph --plan")]
    [InlineData("affected images/good/Dockerfile")]
    [InlineData("plan --format github")]
    public async Task A_command_does_the_sound_images_and_says_at_the_end_which_are_broken(string command)
    {
        var run = await _tree.RunAsync(command.Split(' '));

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("good", run.Output, StringComparison.Ordinal);
        Assert.Contains("SLIP1121: The Dockerfile is empty", run.Error, StringComparison.Ordinal);
        Assert.Contains("SLIP1201", run.Error, StringComparison.Ordinal);
        Assert.Equal(LastLine, run.Error.TrimEnd().Split('\n')[^1]);
    }

    [Theory]
    [InlineData("hash good")]
    [InlineData("plan good")]
    [InlineData("list good")]
    [InlineData("graph --of good")]
    [InlineData("check --offline good")]
    public async Task A_command_that_names_a_sound_image_does_not_care_about_others(string command)
    {
        var run = await _tree.RunAsync(command.Split(' '));

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("SLIP1121", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hash bad", "SLIP1121")]
    [InlineData("plan good on-bad", "SLIP1121", "SLIP1133: on-bad is built on bad")]
    [InlineData("build context", "SLIP1201")]
    [InlineData("why on-bad", "SLIP1121", "SLIP1133")]
    [InlineData("load bad", "SLIP1121")]
    [InlineData("context bad --output -", "SLIP1121")]
    [InlineData("hash ghost", "SLIP1113")]
    public async Task A_command_that_names_a_broken_image_fails_with_what_is_wrong_with_it(
        string command, params string[] problems)
    {
        var run = await _tree.RunAsync(command.Split(' '));

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.All(problems, problem => Assert.Contains(problem, run.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_answers_for_programs_say_which_images_are_broken_and_why()
    {
        var listed = JsonNode.Parse((await _tree.RunAsync("list", "--json")).Output)!.AsArray();
        Assert.Equal(["bad", "context", "good", "on-bad"], listed.Select(image => $"{image!["name"]}"));
        Assert.Equal("broken", $"{listed[0]!["unfit"]!["state"]}");
        Assert.Equal("SLIP1121", $"{listed[0]!["unfit"]!["problems"]![0]!["code"]}");
        Assert.Null(listed[2]!["unfit"]);

        var plan = JsonNode.Parse((await _tree.RunAsync("plan", "--json")).Output)!;
        Assert.Equal(["good"], plan["images"]!.AsArray().Select(image => $"{image!["name"]}"));
        Assert.Equal(["bad", "context", "on-bad"], plan["unfit"]!.AsArray().Select(image => $"{image!["name"]}"));
    }

    [Fact]
    public async Task A_check_has_the_problems_among_its_findings()
    {
        var run = await _tree.RunAsync("check", "--offline");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1121", run.Output, StringComparison.Ordinal);
        Assert.Contains("SLIP1201", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_of_broken_images_only_fails_with_what_is_wrong()
    {
        using var tree = new TempTree().Image("bad", "");

        var run = await tree.RunAsync("hash");

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains("SLIP1121", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_that_are_passed_over_are_told_by_list()
    {
        using var tree = new TempTree().Image("good", "FROM scratch\n").Image("3.12/slim", "FROM scratch\n");

        var run = await tree.RunAsync("list");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "SLIP1134: A Dockerfile is passed over: images/3.12/slim/Dockerfile", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("build")]
    public async Task A_tree_without_the_images_folder_is_told_where_its_dockerfiles_are(string command)
    {
        using var tree = new TempTree()
            .Write("slipway.yml", "prefix: a\n")
            .Write("ci/app/Dockerfile", "FROM scratch\n");

        var run = await tree.RunAsync(command);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1101", run.Error, StringComparison.Ordinal);
        Assert.Contains("Set 'folder: ci' in slipway.yml", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _tree.Dispose();
}
