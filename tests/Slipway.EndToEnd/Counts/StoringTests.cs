using Slipway.EndToEnd.Counts.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Counts;

/// <summary>
/// What building, storing and loading move, counted in bytes of the store and programs that are started.
/// </summary>
public sealed class StoringTests : IAsyncLifetime
{
    private const int BaseSize = 8_000_000;

    // Everything of an image but the layer of its base: its config, manifests, records and log.
    private const int Small = 200_000;

    private readonly Sandbox _sandbox = new();

    private string App => _sandbox.Name("app");

    private string Blobs => Path.Join(_sandbox.Variables()["SLIPWAY_HOME"], "oci");

    public async ValueTask InitializeAsync()
    {
        await CountedRun.RequireAsync();
        await Machine.RequireEngineAsync();
        byte[] content = new byte[BaseSize];
        Random.Shared.NextBytes(content);
        _sandbox
            .Image("base", "FROM scratch\nCOPY big /big\n")
            .Image("app", "FROM {base}\nCOPY own /own\n")
            .Write($"images/{App}/own", "one");
        await File.WriteAllBytesAsync(
            Path.Join(_sandbox.Tree, "images", _sandbox.Name("base"), "big"),
            content,
            TestContext.Current.CancellationToken);
        await GitAsync("init", "--quiet", "--initial-branch", "main");
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "one");
        await _sandbox.CheckAsync("build");
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_build_with_nothing_to_do_asks_no_engine_and_reads_no_layer()
    {
        var run = await CountedRun.OfAsync(_sandbox, "build");

        Assert.Empty(run.WrittenBelow(Blobs));
        // The config of each image, against which the layers are held that the database lists.
        const int LargestConfig = 4096;
        Assert.InRange(run.ReadBelow(Blobs).Count, 0, 2);
        Assert.All(run.ReadBelow(Blobs).Values, read => Assert.InRange(read, 0, LargestConfig));
        Assert.DoesNotContain("docker", run.Started);
        Assert.True(run.Started.Count <= 3, Said(run));
    }

    [Fact]
    public async Task What_changed_is_stored_and_nothing_below_it_is_read_or_compressed_again()
    {
        _sandbox.Write($"images/{App}/own", "two");

        var run = await CountedRun.OfAsync(_sandbox, "build");

        Assert.InRange(run.WrittenBelow(Blobs).Values.Sum(), 1, Small);
        Assert.InRange(run.ReadBelow(Blobs).Values.Sum(), 0, Small);
        // Its layer, config, manifest, inputs, the engine's own document, and what is temporary.
        Assert.InRange(run.WrittenBelow(Blobs).Count, 3, 8);
        Assert.InRange(run.Started.Count(program => program == "docker"), 1, 4);
        Assert.InRange(run.Started.Count(program => program == "git"), 1, 12);
        Assert.All(run.Started, program => Assert.Contains(program, (string[])["docker", "git", "sh"]));
    }

    [Fact]
    public async Task A_load_reads_only_the_layers_that_the_engine_lacks_and_starts_no_client()
    {
        await Tool.CheckAsync("docker", "rmi", "--force", $"{App}:latest");
        await _sandbox.EmptyEngineAsync();
        await _sandbox.CheckAsync("load", _sandbox.Name("base"));

        var run = await CountedRun.OfAsync(_sandbox, "load", App);

        Assert.Contains("sent 1 of 2 layers", run.Output, StringComparison.Ordinal);
        Assert.InRange(run.ReadBelow(Blobs).Values.Sum(), 1, Small);
        Assert.Empty(run.WrittenBelow(Blobs));
        Assert.DoesNotContain("docker", run.Started);
    }

    [Fact]
    public async Task A_load_of_what_is_there_reads_no_layer()
    {
        var run = await CountedRun.OfAsync(_sandbox, "load", App);

        Assert.Contains("was there", run.Output, StringComparison.Ordinal);
        Assert.InRange(run.ReadBelow(Blobs).Values.Sum(), 0, Small);
        Assert.DoesNotContain("docker", run.Started);
    }

    private Task<string> GitAsync(params string[] arguments) =>
        Tool.CheckAsync("git", ["-C", _sandbox.Tree, .. arguments]);

    private static string Said(CountedRun run) => string.Join(' ', run.Started);
}
