using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>Images that are named by path and by pattern, wherever a command takes them.</summary>
public sealed class NamedImageTests : IDisposable
{
    private readonly BuiltTree _tree = new BuiltTree()
        .Image("app", "FROM scratch\nCOPY Dockerfile /app\n")
        .Image("py1", "FROM scratch\nCOPY Dockerfile /py\n")
        .Image("py2", "FROM scratch\nCOPY Dockerfile /py2\n")
        .Commit();

    [Theory]
    [InlineData("list")]
    [InlineData("plan")]
    [InlineData("hash")]
    [InlineData("check --offline")]
    [InlineData("graph --of")]
    [InlineData("history")]
    [InlineData("log --list")]
    [InlineData("why --against latest")]
    [InlineData("context -o /dev/null")]
    [InlineData("diff HEAD HEAD")]
    public async Task A_path_is_as_good_as_a_name(string command)
    {
        await _tree.BuildAsync();
        var byName = await RunAsync(command, "app");
        Assert.Equal(0, byName.ExitCode);

        foreach (string path in Paths("app"))
        {
            Assert.Equal(byName, await RunAsync(command, path));
        }
    }

    [Theory]
    [InlineData("why")]
    [InlineData("history")]
    [InlineData("log")]
    [InlineData("load")]
    [InlineData("run")]
    [InlineData("context -o /dev/null")]
    [InlineData("resolve --image")]
    public async Task Several_images_where_one_is_needed_are_an_error_that_lists_them(string command)
    {
        var run = await RunAsync(command, "py*");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "SLIP1140: 'py*' means 2 images, and one is needed: py1 and py2", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("list")]
    [InlineData("hash")]
    [InlineData("build")]
    [InlineData("why")]
    [InlineData("context -o /dev/null")]
    [InlineData("check --offline")]
    [InlineData("graph --of")]
    [InlineData("push")]
    [InlineData("load")]
    [InlineData("run")]
    [InlineData("pin")]
    [InlineData("diff HEAD HEAD")]
    [InlineData("history")]
    public async Task What_means_no_image_is_told_with_the_nearest_name(string command)
    {
        foreach (string typed in new[] { $"{Paths("app").First()}s", "apps*" })
        {
            var run = await RunAsync(command, typed);

            Assert.Equal(2, run.ExitCode);
            Assert.Contains("SLIP1113: ", run.Error, StringComparison.Ordinal);
            Assert.Contains("Did you mean 'app'?", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_pattern_stands_for_every_image_of_such_a_name()
    {
        var hashes = await RunAsync("hash", "py*");

        Assert.Equal(0, hashes.ExitCode);
        Assert.Equal(
            ["py1", "py2"],
            hashes.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ")[1]));
        Assert.Equal(hashes.Output, (await RunAsync("hash", Path.Join(_tree.Root, "images", "py*"))).Output);
    }

    [Fact]
    public async Task Of_what_a_pattern_stands_for_the_sound_images_are_done_and_the_broken_ones_told()
    {
        _tree.Image("py2", "FROM scratch\nCOPYY a b\n").Image("other", "COPYY\n");

        var some = await RunAsync("plan", "py*");
        var named = await RunAsync("plan", "py2");
        var none = await RunAsync("plan", "[op][yt][2h]*");

        Assert.Equal(5, some.ExitCode);
        Assert.Contains("py1", some.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 image is broken: py2.\n", some.Error, StringComparison.Ordinal);
        Assert.Equal(2, named.ExitCode);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("images/other/Dockerfile", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_broken_later_does_not_stop_the_others_of_a_pattern()
    {
        _tree.Image("py2", "FROM scratch\n# %include nowhere\n");

        var run = await RunAsync("plan", "py*");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("py1", run.Output, StringComparison.Ordinal);
        Assert.Contains("SLIP1201", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_gone_from_the_tree_has_a_history_by_its_name()
    {
        await _tree.BuildAsync();
        _tree.Delete("images/app/Dockerfile");

        Assert.Equal(0, (await RunAsync("history", "app")).ExitCode);
        Assert.Equal(0, (await RunAsync("log --list", "app")).ExitCode);
    }

    [Theory]
    [InlineData("history")]
    [InlineData("log --list")]
    public async Task An_image_whose_folder_was_renamed_has_the_history_of_its_former_name(string command)
    {
        await _tree.BuildAsync();
        Directory.Move(Path.Join(_tree.Root, "images/app"), Path.Join(_tree.Root, "images/renamed"));
        string before = (await RunAsync(command, "app")).Output;

        var renamed = await RunAsync(command, "renamed");

        Assert.Equal(0, renamed.ExitCode);
        Assert.Equal(before, renamed.Output);
    }

    [Theory]
    [InlineData("hash", "py", "py1 py2")]
    [InlineData("hash", "py*", "py1 py2")]
    [InlineData("build", "?pp", "app")]
    [InlineData("hash", "[", "")]
    public async Task Completion_knows_names_and_patterns(string command, string word, string names) =>
        Assert.Equal(names, string.Join(' ', (await SuggestAsync(command, word)).Where(found => found[0] != '-')));

    [Fact]
    public async Task Completion_knows_paths_from_the_current_folder()
    {
        string images = Path.GetRelativePath(Environment.CurrentDirectory, Path.Join(_tree.Root, "images"));

        Assert.Equal([$"{images}/py1", $"{images}/py2"], await SuggestAsync("hash", $"{images}/p"));
        Assert.Equal([$"./{images}/app"], await SuggestAsync("hash", $"./{images}/a"));
    }

    public void Dispose() => _tree.Dispose();

    private Task<CliRun> RunAsync(string command, string image) => _tree.RunAsync([.. command.Split(' '), image]);

    private IEnumerable<string> Paths(string image)
    {
        string folder = Path.Join(_tree.Root, "images", image);
        string fromHere = Path.GetRelativePath(Environment.CurrentDirectory, folder);
        return [fromHere, $"./{fromHere}/", folder, Path.Join(folder, "Dockerfile")];
    }

    private async Task<string[]> SuggestAsync(string command, string word)
    {
        string line = $"slipway --root {_tree.Root} --home {_tree.Home} {command} {word}";
        var run = await CliRun.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Equal(string.Empty, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
