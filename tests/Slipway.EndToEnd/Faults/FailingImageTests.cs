using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

public sealed class FailingImageTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Its_dependants_are_skipped_and_all_others_built()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase()
            .Image("bad", "FROM {base}\nRUN echo the reason is this && exit 3\n")
            .Image("child", "FROM {bad}\nRUN true\n")
            .Image("grandchild", "FROM {child}\nRUN true\n")
            .Image("good", "FROM {base}\nRUN echo good > /good\n");

        var result = await _sandbox.SlipwayAsync("build", "--json");

        var problem = Problems.Single(result, exitCode: 1, code: 1520);
        Assert.Contains(_sandbox.Name("bad"), problem.Message, StringComparison.Ordinal);
        Assert.Contains("exit 3", problem.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["bad failed", "base built", "child skipped", "good built", "grandchild skipped"],
            ResultsOf(result).Order(StringComparer.Ordinal));
        Assert.Contains(
            "the reason is this", await _sandbox.CheckAsync("log", _sandbox.Name("bad")), StringComparison.Ordinal);
        Assert.Equal(["failed"], await _sandbox.BuildResultsAsync("bad"));

        _sandbox.Image("bad", "FROM {base}\nRUN echo mended\n");
        var mended = await _sandbox.BuildAsync();
        Assert.Equal("reused", mended["good"]);
        Assert.Equal("built", mended["grandchild"]);
        await _sandbox.AssertSoundAsync();
    }

    private IEnumerable<string> ResultsOf(ToolResult result) =>
        System.Text.Json.Nodes.JsonNode.Parse(result.Output)!["images"]!.AsArray().Select(image =>
            $"{image!["name"]} {image["result"]}".Replace($"-{_sandbox.Tag}", string.Empty, StringComparison.Ordinal));
}
