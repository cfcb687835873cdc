using Slipway.Contracts;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Registry.Settings;
using Slipway.Registry.Tests.Support;
using Slipway.Sharing.Errors;
using Slipway.Sharing.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Sharing.Tests.Access;

/// <summary>Credentials that may write below one level only, at Debian's docker-registry with tokens.</summary>
public sealed class WriteAccessTests : IAsyncLifetime
{
    private readonly TokenServer _tokens = new() { IsWritable = path => path.Contains("/level-1/") };
    private readonly TempFolder _folder = new();
    private TestRegistry _registry = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _registry = await _tokens.StartRegistryAsync();

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _tokens.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Below_its_level_it_builds_and_shares_and_above_it_finds_and_says_what_is_missing()
    {
        using var client = Client(Accounts.WriteAuthFile(_folder, _registry.Host));
        var root = SharedRegistry.NewRoot(_registry.Host);
        using var low = new Machine(root, client, 1);
        using var high = new Machine(root, client, 3);

        var shared = await low.BuildAsync(TestImage.Small);
        var kept = await high.BuildAsync(TestImage.Small);
        await using var lease = await high.Shared.Leases.AcquireAsync(
            new LeaseRequest(kept.Digest!.Value, ImageName.Parse("base"), Waits: true, _ => { }), Cancel);

        Assert.Empty(low.Warnings);
        var warning = Assert.Single(high.Warnings);
        Assert.Equal(SharingCodes.ReadOnly, warning.Code);
        Assert.Contains("level-3/base", warning.Message, StringComparison.Ordinal);
        Assert.Contains("level-3/base", warning.Remedy, StringComparison.Ordinal);
        using var other = new Machine(root, client, 3);
        Assert.Null(await other.FindAsync(kept));
        using var another = new Machine(root, client, 1);
        Assert.Equal(shared.Build, (await another.FindAsync(shared))?.Build);
    }

    [Fact]
    public async Task Who_has_no_credentials_finds_and_fetches_and_keeps_what_is_built()
    {
        using var client = Client(Accounts.WriteAuthFile(_folder, _registry.Host));
        using var nobody = Client(null);
        var root = SharedRegistry.NewRoot(_registry.Host);
        using var low = new Machine(root, client, 1);
        var shared = await low.BuildAsync(TestImage.Small);
        using var fork = new Machine(root, nobody, 1);

        var found = await fork.FindAsync(shared);

        Assert.Equal(
            TestImage.Small.Hash, (await fork.Shared.Source.FetchAsync(found!.Image, null, Cancel))?.ImageHash);
        await fork.BuildAsync(new TestImage(TestImage.Layer("fork", 100)), "base", "fork");
        Assert.Equal(SharingCodes.ReadOnly, Assert.Single(fork.Warnings).Code);
    }

    [Fact]
    public async Task What_may_not_even_be_read_is_not_there_and_that_is_told()
    {
        _tokens.Anonymous = "nothing";
        using var client = Client(Accounts.WriteAuthFile(_folder, _registry.Host));
        using var nobody = Client(null);
        var root = SharedRegistry.NewRoot(_registry.Host);
        using var low = new Machine(root, client, 1);
        var shared = await low.BuildAsync(TestImage.Small);
        using var fork = new Machine(root, nobody, 1);

        Assert.Null(await fork.FindAsync(shared));

        Assert.Equal(SharingCodes.ReadingDenied, Assert.Single(fork.Warnings).Code);
    }

    private static RegistryClient Client(string? authFile) => new(new RegistrySettings
    {
        Variable = _ => null,
        CertificateFolder = "/nonexistent",
        AuthFile = authFile,
    });
}
