using Slipway.Cli.Tests.Support;
using Slipway.Tests;
using Slipway.Trust.Keys;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway push</c> of what is published already, by this machine or by somebody else.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class PushKeptTests : IAsyncLifetime
{
    private readonly BuiltTree _tree = new();
    private readonly TempFolder _keys = new();
    private readonly SigningKey _key = SigningKey.Create(SigningAlgorithm.EcdsaP256);
    private RealRegistry? _registry;

    private string HashFile => Path.Join(_tree.Root, "images/app/HASH");

    public async ValueTask InitializeAsync()
    {
        _registry = await RealRegistry.StartAsync();
        _keys.Write("release.key.pem", _key.Pem);
        _tree.Image("app", "FROM scratch\nCOPY Dockerfile /app\n")
            .Write("images/REGISTRY", $"{_registry.Host}\n")
            .Write("images/app/VERSION", "1.0\n");
        await _tree.BuildAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _tree.Dispose();
        _keys.Dispose();
        await (_registry?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Theory]
    [InlineData("layer", false)]
    [InlineData("layer", true)]
    [InlineData("index", false)]
    [InlineData("index", true)]
    public async Task What_is_not_what_was_built_is_neither_pinned_nor_signed(string change, bool signs)
    {
        await _registry!.PublishStoredAsync(_tree, "app", change);

        var run = await PushAsync(signs);

        Assert.True(run.ExitCode == 4, run.Output + run.Error);
        Assert.Contains("SLIP2226", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.False(File.Exists(HashFile));
    }

    [Theory]
    [InlineData("data")]
    [InlineData("note")]
    [InlineData("revision")]
    [InlineData("zstd")]
    public async Task What_says_more_than_Slipway_writes_or_what_is_false_is_not_signed(string change)
    {
        var (reference, _) = await _registry!.PublishStoredAsync(_tree, "app", change);

        var pushed = await PushAsync(signs: true);
        var attested = await _tree.RunAsync(
            "trust", "attest", reference, "--signing-key", Path.Join(_keys.Path, "release.key.pem"));

        foreach (var run in (CliRun[])[pushed, attested])
        {
            Assert.True(run.ExitCode == 4, run.Output + run.Error);
            Assert.Contains("SLIP2226", run.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(HashFile));
    }

    [Fact]
    public async Task What_this_store_published_before_is_pinned_and_signed_once()
    {
        var (_, manifest) = await _registry!.PublishStoredAsync(_tree, "app", "none");

        var first = await PushAsync(signs: true);
        var second = await PushAsync(signs: true);

        Assert.True((first.ExitCode, second.ExitCode) == (0, 0), first.Error + second.Error);
        Assert.Equal(manifest + "\n", await File.ReadAllTextAsync(HashFile, TestContext.Current.CancellationToken));
        Assert.Contains("Signed: app.", first.Error, StringComparison.Ordinal);
        Assert.Contains("Signed before, and the statement says the same: app.", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_signed_is_not_told_as_published_and_not_pinned()
    {
        await _registry!.PublishStoredAsync(_tree, "app", "none");
        _tree.Forge("UPDATE builds SET seal = NULL");

        var run = await PushAsync(signs: true);

        Assert.True(run.ExitCode == 4, run.Output + run.Error);
        Assert.Contains("SLIP2228", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.False(File.Exists(HashFile));
    }

    private Task<CliRun> PushAsync(bool signs)
    {
        string[] sign = signs ? ["--sign", "--signing-key", Path.Join(_keys.Path, "release.key.pem")] : [];
        return _tree.RunAsync(["push", "app", .. sign]);
    }
}
