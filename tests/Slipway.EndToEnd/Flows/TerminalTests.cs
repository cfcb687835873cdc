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
        Assert.All((await ShowAsync("build --help")).Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));

    [Fact]
    public async Task A_tar_is_not_written_to_a_terminal() =>
        Assert.Contains("SLIP1004", await ShowAsync($"context {_sandbox.Name("app")} -o - --no-color"), StringComparison.Ordinal);

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
