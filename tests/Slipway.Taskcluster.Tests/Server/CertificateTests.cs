using System.Net;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Tests.Server;

public sealed class CertificateTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly TaskclusterServer _server;

    public CertificateTests() => _server = new TaskclusterServer(_clock);

    private TestCredentials Issuer => field ??=
        _server.NewClient("auth:current-scopes", "test:*", "auth:create-client:named/*");

    private DateTimeOffset Now => _clock.GetUtcNow();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("named/one")]
    public async Task Temporary_credentials_allow_what_they_say_and_no_more(string? name)
    {
        var reply = await ScopesAsync(Issue(name, 60, "auth:current-scopes", "test:a"));

        Assert.Equal(
            ["auth:current-scopes", "test:a"],
            Granted(reply).Where(scope => !scope.StartsWith("assume:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Temporary_credentials_end()
    {
        var credentials = Issue(null, 60, "auth:current-scopes");

        var before = await ScopesAsync(credentials);
        _clock.Advance(TimeSpan.FromMinutes(66));
        var after = await ScopesAsync(credentials);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.Status, after.Status));
    }

    [Fact]
    public async Task Temporary_credentials_that_would_last_too_long_are_refused()
    {
        var reply = await ScopesAsync(Issue(null, (31 * 24 * 60) + 1, "auth:current-scopes"));

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
    }

    [Theory]
    [InlineData(null, "other:scope")]
    [InlineData("other/name", "test:a")]
    public async Task An_issuer_cannot_give_what_it_does_not_have(string? name, string scope)
    {
        var reply = await ScopesAsync(Issue(name, 60, "auth:current-scopes", scope));

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
    }

    [Fact]
    public async Task A_certificate_that_was_changed_is_refused()
    {
        var credentials = Issue(null, 60, "auth:current-scopes");
        var certificate = JsonNode.Parse(credentials.Certificate!)!;
        ((JsonArray)certificate["scopes"]!).Add("test:a");

        var reply = await ScopesAsync(credentials with { Certificate = certificate.ToJsonString() });

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
    }

    [Fact]
    public async Task Authorized_scopes_leave_only_themselves()
    {
        var reply = await ScopesAsync(Issuer, "auth:current-scopes", "test:b");

        Assert.Equal(
            ["auth:current-scopes", "test:b"],
            Granted(reply).Where(scope => !scope.StartsWith("assume:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Authorized_scopes_that_the_client_lacks_are_refused()
    {
        var reply = await ScopesAsync(Issuer, "auth:current-scopes", "other:scope");

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
    }

    [Fact]
    public async Task Everybody_has_what_the_role_anonymous_has()
    {
        _server.Roles.Set("anonymous", "queue:get-artifact:public/*");

        var reply = await ScopesAsync(Issue(null, 60, "auth:current-scopes"));

        Assert.Contains("queue:get-artifact:public/*", Granted(reply));
    }

    private TestCredentials Issue(string? name, int minutes, params string[] scopes) =>
        TemporaryCredentials.Issue(Issuer, name, Now, Now.AddMinutes(minutes), scopes);

    private static string[] Granted(Caller.Reply reply) =>
        [.. reply.Json["scopes"]!.AsArray().Select(scope => (string)scope!)];

    private async Task<Caller.Reply> ScopesAsync(TestCredentials credentials, params string[] authorized)
    {
        using var caller = new Caller(_server, null);
        var url = new Uri(_server.RootUrl, "/api/auth/v1/scopes/current");
        string header = HawkSigner.Header(
            credentials, "GET", url, null, null, Now, authorized.Length == 0 ? null : authorized);
        return await caller.SendAsync("GET", url, header);
    }
}
