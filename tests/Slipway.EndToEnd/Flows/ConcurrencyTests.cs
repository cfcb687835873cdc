using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

public sealed class ConcurrencyTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Eight_processes_at_once_build_each_digest_once()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase()
            .Image("left", "FROM {base}\nRUN sleep 1; echo left > /left\n")
            .Image("right", "FROM {base}\nRUN sleep 1; echo right > /right\n");

        var builds = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _sandbox.BuildAsync()));

        foreach (string image in new[] { "base", "left", "right" })
        {
            Assert.Single((await _sandbox.JsonAsync("log", _sandbox.Name(image), "--list")).AsArray());
            Assert.Single(builds, results => results[image] == "built");
            Assert.All(builds, results => Assert.Contains(results[image], new[] { "built", "waited", "reused" }));
        }
    }
}
