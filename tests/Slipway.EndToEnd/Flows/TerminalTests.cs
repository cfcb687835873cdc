using System.Text.RegularExpressions;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>What a person sees on a terminal of 80 columns; script(1) provides it.</summary>
public sealed partial class TerminalTests : IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();

    public async ValueTask InitializeAsync()
    {
        Machine.RequireSlipway();
        await Machine.RequireToolAsync("script", "--version");
        _sandbox.Image("app", "FROM scratch\nCOPY Dockerfile /\n");
        _sandbox.Environment["NO_COLOR"] = string.Empty;
        _sandbox.Environment["TERM"] = "xterm-256color";
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_terminal_gets_colours() => Assert.Matches(Style(), await ShowAsync("plan"));

    [Theory]
    [InlineData("plan --no-color", "TERM", "xterm")]
    [InlineData("plan", "NO_COLOR", "1")]
    [InlineData("plan", "TERM", "dumb")]
    [InlineData("plan nope --no-color", "TERM", "xterm")]
    public async Task Who_wants_no_colours_gets_none(string line, string variable, string value)
    {
        _sandbox.Environment[variable] = value;

        Assert.DoesNotMatch(Style(), await ShowAsync(line));
    }

    [Fact]
    public async Task A_finished_image_replaces_the_whole_line_of_its_progress()
    {
        await Machine.RequireEngineAsync();

        string shown = await ShowAsync("build");

        Assert.Matches($"{_sandbox.Name("app")} built in [0-9.]+ s {{20,}}\r?\n", shown);
    }

    [Fact]
    public async Task Help_is_folded_to_the_terminal() =>
        Assert.All(
            (await ShowAsync("build --help")).Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));

    [Fact]
    public async Task A_tar_is_not_written_to_a_terminal() =>
        Assert.Contains(
            "SLIP1004", await ShowAsync($"context {_sandbox.Name("app")} -o - --no-color"), StringComparison.Ordinal);

    [Theory]
    [InlineData("hash app --inputs")]
    [InlineData("resolve task.yml")]
    [InlineData("affected evil")]
    [InlineData("impact HEAD")]
    [InlineData("list --json")]
    public async Task What_others_wrote_does_nothing_to_a_terminal(string line)
    {
        const string Evil = "\u001b]0;owned\u0007\u001b[5;41m\u009b31m\u202e\u200b";
        string app = _sandbox.Name("app");
        _sandbox.Write($"images/{app}/file{Evil}", "x\n");
        await Tool.CheckAsync("git", "-C", _sandbox.Tree, "init", "--quiet");
        await Tool.CheckAsync("git", "-C", _sandbox.Tree, "add", "--all");
        await Tool.CheckAsync(
            "git", "-C", _sandbox.Tree, "-c", "user.name=a", "-c", "user.email=a@b",
            "commit", "--quiet", "--message=first");
        _sandbox.Write($"images/{app}/file{Evil}", $"{Evil}y\n").Write("task.yml", $"name: {Evil}\n");

        string shown = await ShowAsync(line
            .Replace(" app", $" {app}", StringComparison.Ordinal)
            .Replace("evil", $"'images/{app}/file{Evil}'", StringComparison.Ordinal));

        Assert.DoesNotContain(shown, c => c is '\u0007' or '\u009b' or '\u202e' or '\u200b');
        Assert.DoesNotContain("\u001b]", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[5;41m", shown, StringComparison.Ordinal);
        Assert.True(line == "list --json" || shown.Contains("\\u202e", StringComparison.Ordinal), shown);
    }

    [Fact]
    public async Task A_manifest_that_goes_to_a_pipe_is_the_exact_bytes()
    {
        string app = _sandbox.Name("app");
        _sandbox.Write($"images/{app}/file\u202e", "x\n");

        string digest = (await _sandbox.SlipwayAsync("hash", app)).Output.Trim();
        var piped = await _sandbox.SlipwayAsync("hash", app, "--inputs");

        Assert.Contains('\u202e', piped.Output);
        Assert.Equal(
            digest,
            Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(piped.Output))));
    }

    private async Task<string> ShowAsync(string line)
    {
        var result = await Tool.RunAsync(
            "script",
            ["-qc", $"stty cols 80 rows 24; {Machine.Slipway} {line}", "/dev/null"],
            _sandbox.Tree,
            _sandbox.Variables(),
            cancellationToken: TestContext.Current.CancellationToken);
        return result.Output;
    }

    // Not every escape sequence: .NET itself switches the keypad's mode when it meets a terminal.
    [GeneratedRegex(@"\u001b\[[0-9;]*m", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Style();
}
