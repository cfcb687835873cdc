using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd;

public sealed class MainJobTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_second_build_builds_nothing()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase().Image("app", "FROM {base}\nRUN echo app > /app\n");

        Assert.All((await _sandbox.BuildAsync()).Values, result => Assert.Equal("built", result));
        Assert.All((await _sandbox.BuildAsync()).Values, result => Assert.Equal("reused", result));
    }
}
