using Slipway.Model.Registries;
using Slipway.Registry.Tests.Support;

namespace Slipway.Registry.Tests.Authentication;

public sealed class TokenServerFaultTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://auth.example.com/token", "without TLS")]
    [InlineData("ftp://auth.example.com/token", "malformed")]
    [InlineData("https://user:secret@auth.example.com/token", "malformed")]
    [InlineData("/token", "malformed")]
    public async Task A_token_server_that_is_not_safe_is_not_asked(string realm, string why)
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(401, string.Empty, ("WWW-Authenticate", $"Bearer realm=\"{realm}\"")));
        using var folder = new TempFolder();
        using var client = Clients.With(Accounts.WriteAuthFile(folder, server.Host));

        var diagnostic = await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.AuthenticationUnsupported);

        Assert.Contains(why, diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_once()
    {
        await using var tokens = new FaultServer(exchange =>
            exchange.AnswerAsync(200, $$"""{"token":"{{Guid.NewGuid():n}}"}"""));
        await using var server = Wanting(tokens);
        using var client = Clients.Create();
        var repository = Repositories.New(server.Host);

        await Clients.FailsAsync(() => client.ListTagsAsync(repository, Token), RegistryCodes.Unauthorized);
        Assert.Equal((1, 2), (tokens.Requests.Count, server.Count("GET", "/tags/")));

        await Clients.FailsAsync(() => client.ListTagsAsync(repository, Token), RegistryCodes.Unauthorized);
        Assert.Equal((2, 4), (tokens.Requests.Count, server.Count("GET", "/tags/")));
    }

    [Fact]
    public async Task A_token_server_that_sends_too_much_is_cut_off()
    {
        await using var tokens = new FaultServer(exchange => exchange.AnswerAsync(200, new byte[(1024 * 1024) + 1]));
        await using var server = Wanting(tokens);
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.TooLarge);
    }

    [Fact]
    public async Task A_token_server_without_tokens_is_told()
    {
        await using var tokens = new FaultServer(exchange => exchange.AnswerAsync(200, "{}"));
        await using var server = Wanting(tokens);
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.ListTagsAsync(Repositories.New(server.Host), Token), RegistryCodes.ProtocolViolated);
    }

    [Fact]
    public async Task A_token_server_that_fails_is_asked_again()
    {
        int requests = 0;
        await using var tokens = new FaultServer(exchange => Interlocked.Increment(ref requests) == 1
            ? exchange.AnswerAsync(503)
            : exchange.AnswerAsync(200, """{"token":"good"}"""));
        await using var server = Wanting(tokens);
        using var client = Clients.Create();

        Assert.Equal(["a"], await client.ListTagsAsync(Repositories.New(server.Host), Token));
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect_of_the_token_server()
    {
        await using var other = new FaultServer(exchange => exchange.AnswerAsync(200, """{"token":"good"}"""));
        await using var tokens = new FaultServer(exchange =>
            exchange.AnswerAsync(307, string.Empty, ("Location", $"http://{other.Host}/elsewhere")));
        await using var server = Wanting(tokens);
        using var folder = new TempFolder();
        using var client = Clients.With(Accounts.WriteAuthFile(folder, server.Host));

        await client.ListTagsAsync(Repositories.New(server.Host), Token);

        Assert.Equal(Accounts.Header, Assert.Single(tokens.Requests).Authorization);
        Assert.Null(Assert.Single(other.Requests).Authorization);
    }

    private static FaultServer Wanting(FaultServer tokens) =>
        new(exchange =>
            exchange.Request.Headers["Authorization"] == "Bearer good"
                ? exchange.AnswerAsync(200, """{"tags":["a"]}""")
                : exchange.AnswerAsync(
                    401,
                    string.Empty,
                    ("WWW-Authenticate", $"Bearer realm=\"http://{tokens.Host}/token\",service=\"s\"")));
}
