using System.Text;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Http;

namespace Slipway.Registry.Tests.Authentication;

/// <summary>Servers that repeat what they were shown: none of it is printed, not even in a trace.</summary>
public sealed class EchoTests
{
    private const string Password = "s3cret/of+the=registry \"quoted\"";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly string[] Forms =
    [
        Password,
        Uri.EscapeDataString(Password),
        System.Net.WebUtility.UrlEncode(Password),
        Uri.EscapeDataString(Password).ToLowerInvariant(),
        Accounts.Encode("slipway", Password),
        Accounts.Encode("slipway", Password).TrimEnd('='),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Password)).TrimEnd('='),
        Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + Password)).TrimEnd('=')[2..],
        Convert.ToBase64String(Encoding.UTF8.GetBytes("xx" + Password)).TrimEnd('=')[3..],
        "Basic " + Accounts.Encode("slipway", Password),
    ];

    public static TheoryData<int> AllForms => [.. Enumerable.Range(0, Forms.Length)];

    [Theory]
    [MemberData(nameof(AllForms))]
    public async Task A_registry_that_repeats_a_password_does_not_get_it_printed(int form)
    {
        string secret = Forms[form];
        await using var server = new FaultServer(exchange => exchange.Request.Headers["Authorization"] is null
            ? exchange.AnswerAsync(401, string.Empty, ("WWW-Authenticate", "Basic realm=\"x\""))
            // The second is cut where messages are: a part of a secret is a secret too.
            : exchange.AnswerAsync(403, Errors($"no: {secret}", new string('x', 70) + secret)));
        await AssertHiddenAsync(server.Host, Password, secret);
    }

    [Theory]
    [InlineData("issued-token-0123456789")]
    [InlineData("shown")]
    public async Task A_registry_that_repeats_a_token_does_not_get_it_printed(string token)
    {
        await using var server = new FaultServer(exchange =>
            exchange.Path switch
            {
                "/token" => exchange.AnswerAsync(
                    200, JsonSerializer.Serialize(new Dictionary<string, string> { ["token"] = token })),
                _ when exchange.Request.Headers["Authorization"] is { } shown => exchange.AnswerAsync(
                    400, Errors(shown, $"and {token}")),
                _ => exchange.AnswerAsync(
                    401,
                    string.Empty,
                    ("WWW-Authenticate", $"Bearer realm=\"http://{exchange.Request.UserHostName}/token\"")),
            });
        await AssertHiddenAsync(server.Host, Password, token);
    }

    [Fact]
    public async Task A_token_server_that_repeats_an_identity_token_does_not_get_it_printed()
    {
        const string Identity = "identity-0123456789";
        await using var server = new FaultServer(exchange =>
            exchange.Path == "/token"
                ? exchange.AnswerAsync(302, string.Empty, ("Location", $"http://{Identity}.example.com/"))
                : exchange.AnswerAsync(
                    401,
                    Errors(Identity, Identity),
                    ("WWW-Authenticate", $"Bearer realm=\"http://{exchange.Request.UserHostName}/token\"")));
        using var folder = new TempFolder();
        string file = folder.Write(
            "config.json", $$"""{"auths":{"{{server.Host}}":{"identitytoken":"{{Identity}}"} } }""");
        await AssertHiddenAsync(server.Host, file, [Identity]);
    }

    [Fact]
    public async Task A_redirect_to_a_host_that_is_named_by_the_secret_does_not_get_it_printed()
    {
        const string Short = "hunter2abc";
        await using var server = new FaultServer(exchange => exchange.Request.Headers["Authorization"] is null
            ? exchange.AnswerAsync(401, string.Empty, ("WWW-Authenticate", "Basic realm=\"x\""))
            : exchange.AnswerAsync(302, string.Empty, ("Location", $"http://{Short}.example.com/x")));
        await AssertHiddenAsync(server.Host, Short, Short);
    }

    [Theory]
    [InlineData("HTTP/1.1 {0} OK\r\n\r\n")]
    [InlineData("{0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n{0} {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{0}\r\n")]
    public async Task What_is_no_answer_at_all_does_not_get_it_printed(string answer)
    {
        const string Short = "hunter2abc";
        await using var server = new RawServer(
            (head, connection, end) =>
                RawServer.SendAsync(
                    connection,
                    head.Contains("Authorization", StringComparison.OrdinalIgnoreCase)
                        ? string.Format(System.Globalization.CultureInfo.InvariantCulture, answer, Short)
                        : "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: "
                            + "close\r\n\r\n",
                    end));
        await AssertHiddenAsync(server.Host, Short, Short);
    }

    private static string Errors(params string[] messages) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["errors"] = messages.Select(message => new Dictionary<string, string>
                {
                    ["code"] = message,
                    ["message"] = message,
                }),
            });

    private static async Task AssertHiddenAsync(string host, string password, string secret)
    {
        using var folder = new TempFolder();
        string file = Accounts.WriteAuthFile(folder, host, Accounts.Encode("slipway", password));
        await AssertHiddenAsync(host, file, [secret, password]);
    }

    private static async Task AssertHiddenAsync(string host, string file, string[] secrets)
    {
        using var client = Clients.With(file);
        var failure = await Assert.ThrowsAsync<SlipwayException>(
            () => client.FindManifestAsync(new ImageReference(Repositories.New(host), "1", null), Token));

        // With -vv the whole of it is printed.
        string printed =
            failure + string.Concat(failure.Diagnostics.Select(problem => problem.Message + problem.Remedy));
        foreach (string secret in secrets)
        {
            Assert.DoesNotContain(secret, printed, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret[..^1], printed, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret[..Math.Min(secret.Length, 8)], printed, StringComparison.OrdinalIgnoreCase);
        }
    }
}
