using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Registry.Tests.Support;

namespace Slipway.Registry.Tests.Authentication;

public sealed class BasicTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_pushed_and_read_with_a_name_and_a_password()
    {
        await using var registry = await Accounts.StartRegistryAsync();
        using var folder = new TempFolder();
        using var client = Clients.With(Accounts.WriteAuthFile(folder, registry.Host));
        var repository = Repositories.New(registry.Host);
        var image = TestImage.Create("basic");

        await image.PushAsync(client, repository, "1");

        Assert.True(
            await client.ConfirmsAsync(new ImageReference(repository, "1", null), image.Manifest.RepoDigest, Token));
    }

    [Fact]
    public async Task Who_has_no_credentials_is_told_where_they_were_looked_for()
    {
        await using var registry = await Accounts.StartRegistryAsync();
        using var folder = new TempFolder();
        string file = Accounts.WriteAuthFile(folder, "other.example.com");
        using var client = Clients.With(file);

        var diagnostic = await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(registry.Host), Token), RegistryCodes.Unauthorized);

        Assert.Contains($"none for it are in {file}", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains($"docker login {registry.Host}", diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_refused_are_named_by_their_place_and_never_shown()
    {
        await using var registry = await Accounts.StartRegistryAsync();
        using var folder = new TempFolder();
        string file = Accounts.WriteAuthFile(folder, registry.Host, Accounts.Encode("slipway", "hunter2"));
        using var client = Clients.With(file);

        var exception = await Assert.ThrowsAsync<SlipwayException>(
            () => client.ListTagsAsync(Repositories.New(registry.Host), Token));

        Assert.Contains($"does not take the credentials of {file}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Accounts.Encode("slipway", "hunter2"), exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_asks_for_nothing_known_is_named()
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(401, string.Empty, ("WWW-Authenticate", "Negotiate")));
        using var client = Clients.Create();

        var diagnostic = await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.AuthenticationUnsupported);

        Assert.Contains("'negotiate'", diagnostic.Message, StringComparison.Ordinal);
    }
}
