using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

public sealed class ClippedLogTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("; exit 3")]
    public async Task A_log_is_whole_or_a_warning_says_that_it_is_not(string end)
    {
        await Machine.RequireEngineAsync();
        const int Lines = 60_000;
        _sandbox.BusyboxBase().Image(
            "app",
            $"FROM {{base}}\nRUN i=0; while [ $i -lt {Lines} ]; do i=$((i+1)); "
            + $"echo \"number $i of the lines that this step prints\"; done{end}\n");

        var result = await _sandbox.SlipwayAsync("build");
        string log = await _sandbox.CheckAsync("log", _sandbox.Name("app"));

        int kept = log.Split('\n').Count(line => line.Contains("of the lines that", StringComparison.Ordinal)
            && !line.Contains("$i", StringComparison.Ordinal));
        bool isWhole = kept >= Lines;
        Assert.Equal(!isWhole, result.Error.Contains("warning SLIP1603", StringComparison.Ordinal));
        if (end.Length > 0)
        {
            Assert.Equal(isWhole, result.Error.Contains("prints all", StringComparison.Ordinal));
            Assert.Equal(!isWhole, result.Error.Contains("kept back", StringComparison.Ordinal));
        }
    }
}
