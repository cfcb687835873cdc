using Slipway.Model.Registries;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Registry.Tests.Http;

/// <summary>docker-registry with a certificate of an authority that only the test knows.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly TempFolder _trust = new();
    private readonly TestAuthority _authority = new();
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync(
        folder => (_authority.Configure(folder), string.Empty));

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _authority.Dispose();
        _trust.Dispose();
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_and_TLS_is_not_given_up()
    {
        using var client = Clients.Create();

        var diagnostic = await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(_registry.Host), Token), RegistryCodes.CertificateRefused);

        Assert.Contains($"/etc/docker/certs.d/{_registry.Host}/ca.crt", diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authority_of_a_registry_may_lie_in_Dockers_folder()
    {
        _trust.Write($"{_registry.Host}/ca.crt", _authority.Pem);
        using var client = new RegistryClient(Clients.Settings with { CertificateFolder = _trust.Path });
        var repository = Repositories.New(_registry.Host);

        await TestImage.Create("tls").PushAsync(client, repository, "1");

        Assert.Equal(["1"], await client.ListTagsAsync(repository, Token));
    }

    [Fact]
    public async Task An_authority_vouches_only_for_the_names_in_the_certificate()
    {
        string other = _registry.Host.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        _trust.Write($"{other}/ca.crt", _authority.Pem);
        using var client = new RegistryClient(Clients.Settings with { CertificateFolder = _trust.Path });

        var diagnostic = await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(other), Token), RegistryCodes.CertificateRefused);

        Assert.Contains("made for another name", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_of_an_insecure_registry_is_not_verified()
    {
        using var client = new RegistryClient(
            Clients.Settings with { InsecureRegistries = Clients.Settings.InsecureRegistries.Add(_registry.Host) });

        Assert.Empty(await client.ListTagsAsync(Repositories.New(_registry.Host), Token));
    }

    [Fact]
    public async Task A_file_that_is_no_certificate_is_named()
    {
        string file = _trust.Write(
            $"{_registry.Host}/ca.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        using var client = new RegistryClient(Clients.Settings with { CertificateFolder = _trust.Path });

        var diagnostic = await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(_registry.Host), Token), RegistryCodes.CertificateFileInvalid);

        Assert.Contains(file, diagnostic.Message, StringComparison.Ordinal);
    }
}
