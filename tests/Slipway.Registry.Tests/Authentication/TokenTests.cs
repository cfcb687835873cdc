using Slipway.Model.Registries;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Registry.Tests.Authentication;

/// <summary>docker-registry with tokens that a server of the test issues.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly TokenServer _tokens = new();
    private readonly TempFolder _folder = new();
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await _tokens.StartRegistryAsync();

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _tokens.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_image_is_pushed_with_a_password_and_read_without()
    {
        using var client = Clients.With(Accounts.WriteAuthFile(_folder, _registry.Host));
        using var nobody = Clients.Create();
        var repository = Repositories.New(_registry.Host);
        var image = TestImage.Create("token");

        await image.PushAsync(client, repository, "1");

        Assert.NotNull(await nobody.FindManifestAsync(new ImageReference(repository, "1", null), Token));
        var asked = _tokens.Server.Requests.First();
        Assert.Contains(
            $"scope={Uri.EscapeDataString($"repository:{repository.Path}:pull,push")}",
            asked.Path,
            StringComparison.Ordinal);
        Assert.Contains($"service={Uri.EscapeDataString(TokenServer.Service)}", asked.Path, StringComparison.Ordinal);
        Assert.Null(_tokens.Server.Requests.Last().Authorization);
    }

    [Fact]
    public async Task A_token_serves_every_request_of_its_scope()
    {
        using var client = Clients.With(Accounts.WriteAuthFile(_folder, _registry.Host));
        var repository = Repositories.New(_registry.Host);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.UploadAsync(repository, Blob.Random(200_000))));

        // Requests that were under way before the first challenge may have brought one each.
        int first = _tokens.Server.Requests.Count;
        Assert.InRange(first, 1, 6);
        await client.UploadAsync(repository, Blob.Random(200_000));
        Assert.Equal(first, _tokens.Server.Requests.Count);
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_for_a_token()
    {
        string file = _folder.Write(
            "identity.json", $$$"""{"auths":{"{{{_registry.Host}}}":{"auth":"PHRva2VuPjo=","identitytoken":"{{{_tokens.RefreshToken}}}"} } }""");
        using var client = Clients.With(file);
        var repository = Repositories.New(_registry.Host);

        await TestImage.Create("refreshed").PushAsync(client, repository, "1");

        Assert.Equal(["1"], await client.ListTagsAsync(repository, Token));
        Assert.All(_tokens.Server.Requests, seen => Assert.Equal("POST", seen.Method));
        Assert.All(
            _tokens.Server.Requests,
            seen => Assert.DoesNotContain(_tokens.RefreshToken, seen.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_has_expired_early_is_replaced_in_the_middle_of_an_upload()
    {
        // docker-registry allows a leeway of a minute.
        _tokens.RealLifetime = TimeSpan.FromSeconds(-59);
        using var client = Clients.With(Accounts.WriteAuthFile(_folder, _registry.Host));
        var repository = Repositories.New(_registry.Host);
        var blob = Blob.Random(300_000);
        await client.UploadAsync(repository, Blob.Random(10));
        int before = _tokens.Server.Requests.Count;
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        _tokens.RealLifetime = TimeSpan.FromMinutes(5);

        await client.UploadAsync(repository, blob);

        Assert.True(_tokens.Server.Requests.Count > before, "the registry took the old token");
        Assert.Equal(blob.Content, await client.DownloadAsync(repository, blob));
    }

    [Fact]
    public async Task A_blob_is_taken_over_with_a_token_for_both_repositories()
    {
        using var client = Clients.With(Accounts.WriteAuthFile(_folder, _registry.Host));
        var (from, to) = (Repositories.New(_registry.Host), Repositories.New(_registry.Host));
        var blob = Blob.Random(10);
        await client.UploadAsync(from, blob);

        Assert.True(await client.MountBlobAsync(to, blob.Descriptor.Digest, from, Token));
    }

    [Fact]
    public async Task Who_may_only_read_is_told_so()
    {
        using var nobody = Clients.Create();

        await Clients.FailsAsync(
            () => nobody.UploadAsync(Repositories.New(_registry.Host), Blob.Random(10)), RegistryCodes.Unauthorized);
    }

    [Fact]
    public async Task A_password_that_the_token_server_refuses_is_told()
    {
        string file = Accounts.WriteAuthFile(_folder, _registry.Host, Accounts.Encode("slipway", "hunter2"));
        using var client = Clients.With(file);

        var diagnostic = await Clients.FailsAsync(
            () => client.UploadAsync(Repositories.New(_registry.Host), Blob.Random(10)), RegistryCodes.Unauthorized);

        Assert.Contains(file, diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", diagnostic.Message, StringComparison.Ordinal);
    }
}
