using System.Net;
using System.Text;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Tests.Server;

public sealed class HawkTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly TaskclusterServer _server;

    public HawkTests() => _server = new TaskclusterServer(_clock);

    private TestCredentials Client => field ??= _server.NewClient("auth:current-scopes", "test:*");

    private Uri CurrentScopes => new(_server.RootUrl, "/api/auth/v1/scopes/current");

    private DateTimeOffset Now => _clock.GetUtcNow();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // https://github.com/mozilla/hawk/blob/main/API.md#usage-example
    [Fact]
    public void The_published_example_of_a_request_has_its_published_mac() => Assert.Equal(
        "6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=", HawkText.Mac("header", Example.Key, Example.Parts));

    [Fact]
    public void The_published_example_of_a_payload_has_its_published_hash_and_mac()
    {
        string hash = HawkText.PayloadHash("text/plain", Encoding.UTF8.GetBytes("Thank you for flying Hawk"));

        Assert.Equal("Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=", hash);
        Assert.Equal(
            "aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw=",
            HawkText.Mac("header", Example.Key, Example.Parts with { Method = "POST", Hash = hash }));
    }

    [Fact]
    public void The_content_type_of_a_payload_counts_without_its_parameters_and_its_case() =>
        Assert.Equal(
            HawkText.PayloadHash("application/json", "{}"u8),
            HawkText.PayloadHash("Application/JSON; charset=utf-8", "{}"u8));

    [Fact]
    public async Task A_signed_request_is_let_in()
    {
        var reply = await GetAsync(Client, CurrentScopes);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Contains("test:*", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, HttpStatusCode.OK)]
    [InlineData(-14, HttpStatusCode.OK)]
    [InlineData(16, HttpStatusCode.Unauthorized)]
    [InlineData(-16, HttpStatusCode.Unauthorized)]
    public async Task A_clock_may_be_off_by_a_quarter_of_an_hour(int minutes, HttpStatusCode expected)
    {
        using var caller = new Caller(_server, null);
        string header = HawkSigner.Header(Client, "GET", CurrentScopes, null, null, Now.AddMinutes(minutes));

        var reply = await caller.SendAsync("GET", CurrentScopes, header);

        Assert.Equal(expected, reply.Status);
    }

    [Fact]
    public async Task A_secret_that_is_another_one_is_refused()
    {
        var reply = await GetAsync(Client with { AccessToken = Slug.New() }, CurrentScopes);

        Assert.Equal((HttpStatusCode.Unauthorized, "AuthenticationFailed"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_signature_covers_method_path_and_query()
    {
        using var caller = new Caller(_server, null);
        string header = HawkSigner.Header(Client, "GET", CurrentScopes, null, null, Now);

        var query = await caller.SendAsync("GET", new Uri($"{CurrentScopes}?limit=1"), header);
        var path = await caller.SendAsync(
            "GET", new Uri(_server.RootUrl, "/api/queue/v1/task/AAAAAAAAQEWAAAAAAAAAAA"), header);
        var method = await caller.SendAsync("HEAD", CurrentScopes, header);

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized],
            [query.Status, path.Status, method.Status]);
    }

    [Fact]
    public async Task A_body_that_is_not_the_one_that_was_signed_is_refused()
    {
        var client = _server.NewClient("index:*");
        var url = new Uri(_server.RootUrl, "/api/index/v1/tasks/indexes");
        byte[] signed = """{"indexes":[]}"""u8.ToArray();
        string header = HawkSigner.Header(client, "POST", url, "application/json", signed, Now);
        using var caller = new Caller(_server, null);

        var right = await caller.SendAsync("POST", url, header, "application/json", signed);
        var wrong = await caller.SendAsync(
            "POST", url, header, "application/json", """{"indexes":["a.b"]}"""u8.ToArray());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (right.Status, wrong.Status));
    }

    [Fact]
    public async Task A_body_whose_hash_was_not_signed_is_let_in()
    {
        var client = _server.NewClient("index:*");
        var url = new Uri(_server.RootUrl, "/api/index/v1/tasks/indexes");
        string header = HawkSigner.Header(client, "POST", url, null, null, Now);
        using var caller = new Caller(_server, null);

        var reply = await caller.SendAsync("POST", url, header, "application/json", """{"indexes":[]}"""u8.ToArray());

        Assert.Equal(HttpStatusCode.OK, reply.Status);
    }

    [Fact]
    public async Task A_signed_address_is_let_in_until_it_ends()
    {
        using var caller = new Caller(_server, null);
        var url = HawkSigner.SignUrl(Client, CurrentScopes, Now.AddMinutes(5));

        var before = await caller.SendAsync("GET", url, null);
        _clock.Advance(TimeSpan.FromMinutes(6));
        var after = await caller.SendAsync("GET", url, null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.Status, after.Status));
    }

    [Fact]
    public async Task A_signed_address_together_with_a_header_is_refused()
    {
        using var caller = new Caller(_server, null);
        var url = HawkSigner.SignUrl(Client, CurrentScopes, Now.AddMinutes(5));

        var reply = await caller.SendAsync("GET", url, HawkSigner.Header(Client, "GET", url, null, null, Now));

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
    }

    [Fact]
    public async Task A_signed_address_is_for_nothing_but_reading()
    {
        using var caller = new Caller(_server, null);
        var url = HawkSigner.SignUrl(
            _server.NewClient("index:*"), new Uri(_server.RootUrl, "/api/index/v1/task/a.b"), Now.AddMinutes(5));

        var reply = await caller.SendAsync("DELETE", url, null);

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
    }

    [Theory]
    [InlineData("Hawk id=\"a\"")]
    [InlineData("Hawk id=\"a\", ts=\"1\", nonce=\"b\", mac=\"c\", other=\"d\"")]
    [InlineData("Hawk id=\"a\", id=\"a\", ts=\"1\", nonce=\"b\", mac=\"c\"")]
    [InlineData("Hawk id=a, ts=1, nonce=b, mac=c")]
    [InlineData("Basic YTpi")]
    public async Task A_header_that_is_no_proper_Hawk_is_refused(string header)
    {
        using var caller = new Caller(_server, null);

        var reply = await caller.SendAsync("GET", CurrentScopes, header);

        Assert.Equal((HttpStatusCode.Unauthorized, "AuthenticationFailed"), (reply.Status, reply.Code));
    }

    private async Task<Caller.Reply> GetAsync(TestCredentials credentials, Uri url)
    {
        using var caller = new Caller(_server, null);
        return await caller.SendAsync("GET", url, HawkSigner.Header(credentials, "GET", url, null, null, Now));
    }

    private static class Example
    {
        public const string Key = "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn";

        public static HawkParts Parts { get; } = new()
        {
            Timestamp = "1353832234",
            Nonce = "j4h3g2",
            Method = "GET",
            Resource = "/resource/1?b=1&a=2",
            Host = "example.com",
            Port = 8000,
            Ext = "some-app-ext-data",
        };
    }
}
