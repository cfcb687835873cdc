using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

[Collection(ExampleCollection.Name)]
public sealed class ExampleTests(ExampleTree example) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await Machine.RequireEngineAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void The_example_is_built_whole_from_nothing() =>
        Assert.Matches(@"\n9 built in [0-9.]+ s\.\n\z", example.Built);

    [Fact]
    public async Task Its_service_answers()
    {
        string copy = await example.CopyAsync();

        var result = await example.RunAsync(copy, "slipway --root tree run hello -- hello you");

        Assert.Equal("Hello, you, from greeting 1.2.0.\n", result.Output);
    }

    [Fact]
    public async Task A_finding_of_its_linter_fails_the_build_of_the_image_lint()
    {
        string copy = await example.CopyAsync();

        var result = await example.RunAsync(
            copy,
            "echo 'eval ls' >> tree/services/hello/hello.sh; slipway --root tree build lint; slipway --root tree log "
            + "lint");

        Assert.Contains("services/hello/hello.sh breaks the rule no-eval", result.Output, StringComparison.Ordinal);
    }
}
