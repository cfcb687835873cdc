using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Hosting;

public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("build --forse", "slipway build --help")]
    [InlineData("list -x", "slipway list --help")]
    [InlineData("run", "slipway run --help")]
    [InlineData("context base", "slipway context --help")]
    [InlineData("plan --level", "slipway plan --help")]
    [InlineData("plan --format yml", "slipway plan --help")]
    [InlineData("load base other", "slipway load --help")]
    [InlineData("index insert mine.name", "slipway index insert --help")]
    [InlineData("completion", "slipway completion --help")]
    [InlineData("gc --plan --forget-secret token", "slipway gc --help")]
    [InlineData("bild", "slipway build")]
    [InlineData("index lst", "slipway index list")]
    public async Task A_line_that_is_not_understood_is_exit_code_2_with_a_remedy(string line, string remedy)
    {
        var run = await CliRun.RunAsync(line.Split(' '));

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith("SLIP1001: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("  → ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"`{remedy}`", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("load --bogus", "--bogus")]
    [InlineData("trust verify --bogus", "--bogus")]
    [InlineData("trust collect --bogus -o chain", "--bogus")]
    [InlineData("trust attest --bogus", "--bogus")]
    [InlineData("trust keygen --bogus", "--bogus")]
    [InlineData("trust import --bogus", "--bogus")]
    [InlineData("import --bogus", "--bogus")]
    [InlineData("new --bogus", "--bogus")]
    [InlineData("affected --bogus a", "--bogus")]
    [InlineData("resolve --bogus", "--bogus")]
    [InlineData("impact --bogus", "--bogus")]
    [InlineData("diff --bogus HEAD", "--bogus")]
    [InlineData("index find --bogus", "--bogus")]
    [InlineData("index list --bogus", "--bogus")]
    [InlineData("index delete --bogus", "--bogus")]
    [InlineData("man --bogus", "--bogus")]
    [InlineData("trust verify --jsn base", "--jsn", "Did you mean --json?")]
    [InlineData("trust verify --no-archive", "--no-archive", "Did you mean --no-archives?")]
    public async Task An_option_that_there_is_not_is_taken_for_nothing_else(
        string line, string option, string remedy = "--help`")
    {
        var run = await CliRun.RunAsync(line.Split(' '));

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith($"SLIP1001: Unrecognized option '{option}'\n", run.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_the_dashes_every_word_is_an_argument()
    {
        using var tree = new TempTree().Image("base", "FROM scratch\n");

        var run = await tree.RunAsync("affected", "--", "--bogus");

        Assert.DoesNotContain("SLIP1001", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hash --scheme foo base", "'slipway', 'gecko', 'taskgraph'")]
    [InlineData("plan --format x", "'text', 'json'")]
    [InlineData("build --engine rkt", "'docker', 'podman'")]
    [InlineData("completion tcsh", "'bash', 'zsh', 'fish'")]
    public async Task The_values_that_an_option_takes_are_listed_in_the_line(string line, string values)
    {
        var run = await CliRun.RunAsync(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"Must be one of: {values}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan --level 9")]
    [InlineData("plan --pushdate yesterday")]
    [InlineData("build -j 0")]
    [InlineData("build --secret id=x")]
    public async Task A_value_that_is_not_understood_is_exit_code_2(string line)
    {
        using var tree = new TempTree().Image("base", "FROM scratch\n");

        var run = await tree.RunAsync(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("SLIP1002: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_name_that_is_no_image_is_said()
    {
        using var tree = new TempTree().Image("base", "FROM scratch\n");

        var run = await tree.RunAsync("plan", "bas", "tolchain", "base");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'bas'", run.Error, StringComparison.Ordinal);
        Assert.Contains("'tolchain'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_that_is_no_folder_is_said_by_name()
    {
        var run = await CliRun.RunAsync("list", "--root", "/no/such/folder");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("/no/such/folder", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("plan")]
    [InlineData("build")]
    [InlineData("list --json")]
    public async Task A_tree_without_images_is_said_to_be_one(string line)
    {
        using var tree = new TempTree().Write("images/README", "nothing here\n");

        var run = await tree.RunAsync(line.Split(' '));

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith("SLIP1101: ", run.Error, StringComparison.Ordinal);
    }
}
