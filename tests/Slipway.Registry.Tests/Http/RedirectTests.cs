using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Registry.Http;
using Slipway.Registry.Tests.Support;

namespace Slipway.Registry.Tests.Http;

public sealed class RedirectTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly Blob _blob = Blob.Random(1000);

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Credentials_do_not_follow_a_redirect_to_another_host(int status)
    {
        await using var other = new FaultServer(exchange => exchange.AnswerAsync(200, _blob.Content));
        await using var server = new FaultServer(exchange =>
            exchange.Request.Headers["Authorization"] == Accounts.Header
                ? exchange.AnswerAsync(status, string.Empty, ("Location", $"http://{other.Host}/storage?signature=abc"))
                : exchange.AnswerAsync(401, string.Empty, ("WWW-Authenticate", "Basic realm=\"test\"")));
        using var folder = new TempFolder();
        using var client = Clients.With(Accounts.WriteAuthFile(folder, server.Host));

        Assert.Equal(_blob.Content, await client.DownloadAsync(Repositories.New(server.Host), _blob));

        var seen = Assert.Single(other.Requests);
        Assert.Null(seen.Authorization);
        Assert.Equal("/storage?signature=abc", seen.Path);
    }

    [Fact]
    public async Task Credentials_do_not_follow_an_upload_to_another_host()
    {
        await using var other = new FaultServer(exchange => exchange.AnswerAsync(201));
        await using var server = new FaultServer(exchange =>
            exchange.Request.Headers["Authorization"] == Accounts.Header
                ? exchange.AnswerAsync(202, string.Empty, ("Location", $"http://{other.Host}/upload"))
                : exchange.AnswerAsync(401, string.Empty, ("WWW-Authenticate", "Basic realm=\"test\"")));
        using var folder = new TempFolder();
        using var client = Clients.With(Accounts.WriteAuthFile(folder, server.Host));

        await client.UploadAsync(Repositories.New(server.Host), _blob);

        Assert.Equal(["PUT"], other.Requests.Select(seen => seen.Method));
        Assert.All(other.Requests, seen => Assert.Null(seen.Authorization));
    }

    [Fact]
    public async Task Another_host_that_wants_credentials_gets_none()
    {
        await using var other = new FaultServer(exchange =>
            exchange.AnswerAsync(401, string.Empty, ("WWW-Authenticate", "Basic realm=\"mine\"")));
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(307, string.Empty, ("Location", $"http://{other.Host}/x")));
        using var folder = new TempFolder();
        using var client = Clients.With(Accounts.WriteAuthFile(folder, server.Host));

        await Clients.FailsAsync(
            () => client.DownloadAsync(Repositories.New(server.Host), _blob), RegistryCodes.RequestRefused);

        Assert.Null(Assert.Single(other.Requests).Authorization);
    }

    [Theory]
    [InlineData("http://cdn.example.com/x", "without TLS")]
    [InlineData("file:///etc/passwd", "no address of HTTP")]
    [InlineData("https://user:secret@cdn.example.com/", "credentials in its address")]
    public async Task A_redirect_that_is_not_safe_is_not_followed(string location, string why)
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(307, string.Empty, ("Location", location)));
        using var client = Clients.Create();

        var diagnostic = await Clients.FailsAsync(
            () => client.DownloadAsync(Repositories.New(server.Host), _blob), RegistryCodes.RedirectRefused);

        Assert.Contains(why, diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/x?state=a%2Fb", "https://registry.example.com:8443/v2/x?state=a%2Fb")]
    [InlineData("y", "https://registry.example.com:8443/v2/a/y")]
    [InlineData("//cdn.example.com/x", "https://cdn.example.com/x")]
    [InlineData("https://cdn.example.com/x", "https://cdn.example.com/x")]
    // A registry behind a proxy that ends TLS.
    [InlineData("http://registry.example.com/v2/x?a=b", "https://registry.example.com:8443/v2/x?a=b")]
    public void A_location_is_read_from_where_it_was_said(string location, string target)
    {
        using var answer = new HttpResponseMessage
        {
            Headers = { Location = new Uri(location, UriKind.RelativeOrAbsolute) },
        };

        Assert.Equal(
            target,
            new Redirects(new RegistryAddress(Clients.Settings), new KnownSecrets())
                .Resolve("registry.example.com:8443", new Uri("https://registry.example.com:8443/v2/a/b"), answer)
                .AbsoluteUri);
    }

    [Fact]
    public void TLS_is_not_given_up_even_for_an_address_that_needs_none()
    {
        using var answer = new HttpResponseMessage { Headers = { Location = new Uri("http://127.0.0.1/x") } };

        var exception = Assert.Throws<SlipwayException>(() =>
            new Redirects(new RegistryAddress(Clients.Settings), new KnownSecrets()).Resolve(
                "registry.example.com", new Uri("https://registry.example.com/v2/"), answer));
        Assert.Equal(RegistryCodes.RedirectRefused, exception.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Redirects_end_at_some_time()
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(302, string.Empty, ("Location", "?again")));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.DownloadAsync(Repositories.New(server.Host), _blob), RegistryCodes.RedirectRefused);

        Assert.Equal(6, server.Count("GET", "/blobs/"));
    }

    [Fact]
    public async Task What_is_sent_is_not_redirected_into_a_question()
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(302, string.Empty, ("Location", "/x")));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.PutManifestAsync(Repositories.New(server.Host), "1", TestImage.Create("x").Manifest, Token),
            RegistryCodes.RedirectRefused);
    }
}
