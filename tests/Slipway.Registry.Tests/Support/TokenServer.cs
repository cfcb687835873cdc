using System.Collections.Immutable;
using System.Collections.Specialized;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Slipway.Tests.Registries;

namespace Slipway.Registry.Tests.Support;

/// <summary>
/// Issues the tokens that docker-registry verifies: https://distribution.github.io/distribution/spec/auth/jwt/.
/// </summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public const string Service = "test registry";
    public const string Issuer = "test issuer";

    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public TokenServer()
    {
        var request = new CertificateRequest("CN=tokens", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Server = new FaultServer(AnswerAsync);
    }

    public FaultServer Server { get; }

    /// <summary>What somebody without credentials may do.</summary>
    public string Anonymous { get; set; } = "pull";

    /// <summary>Where the account may do more than read: by the path of the repository.</summary>
    public Func<string, bool> IsWritable { get; set; } = static _ => true;

    /// <summary>How long the registry takes a token for good, whatever its answer says.</summary>
    public TimeSpan RealLifetime { get; set; } = TimeSpan.FromMinutes(5);

    public string RefreshToken { get; } = "refresh-" + Guid.NewGuid().ToString("n");

    /// <summary>Where the realm of the registry points; null for this server.</summary>
    public string Realm => $"http://{Server.Host}/token";

    /// <param name="authority">Gives the registry a certificate; null for one without TLS.</param>
    public Task<TestRegistry> StartRegistryAsync(TestAuthority? authority = null) => TestRegistry.StartAsync(folder =>
    {
        string bundle = folder.Write("bundle.pem", _certificate.ExportCertificatePem());
        return (authority?.Configure(folder) ?? string.Empty, $$"""
            auth:
              token: { realm: "{{Realm}}", service: "{{Service}}", issuer: "{{Issuer}}", rootcertbundle: "{{bundle}}" }
            """);
    });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _certificate.Dispose();
        _key.Dispose();
    }

    private async Task AnswerAsync(FaultServer.Exchange exchange)
    {
        var parameters = exchange.Request.QueryString;
        string? who = null;
        if (exchange.Request.HttpMethod == "POST")
        {
            using var reader = new StreamReader(exchange.Request.InputStream);
            parameters = Form(await reader.ReadToEndAsync());
            who =
                parameters["grant_type"] == "refresh_token" && parameters["refresh_token"] == RefreshToken
                    ? "refreshed"
                    : null;
            if (who is null)
            {
                await exchange.AnswerAsync(401, """{"errors":[{"code":"UNAUTHORIZED"}]}""");
                return;
            }
        }
        else if (exchange.Request.Headers["Authorization"] is { } basic)
        {
            if (basic != Accounts.Header)
            {
                await exchange.AnswerAsync(401);
                return;
            }

            who = Accounts.Name;
        }

        string token = Issue(
            who ?? string.Empty,
            parameters.GetValues("scope")?.SelectMany(scope => scope.Split(' ')) ?? [],
            who is not null);
        await exchange.AnswerAsync(
            200, JsonSerializer.Serialize(new Dictionary<string, object> { ["token"] = token, ["expires_in"] = 300 }));
    }

    private string Issue(string who, IEnumerable<string> scopes, bool isKnown)
    {
        var now = DateTimeOffset.UtcNow;
        var access = scopes.Select(scope => scope.Split(':')).Select(parts => new Dictionary<string, object>
        {
            ["type"] = parts[0],
            ["name"] = parts[1],
            ["actions"] = !isKnown ? parts[2].Split(',').Intersect(Anonymous.Split(',')).ToArray()
                : IsWritable(parts[1]) ? parts[2].Split(',')
                : parts[2].Split(',').Intersect(["pull"]).ToArray(),
        });
        string header = Part(new Dictionary<string, object>
        {
            ["typ"] = "JWT",
            ["alg"] = "RS256",
            ["x5c"] = ImmutableArray.Create(Convert.ToBase64String(_certificate.RawData)),
        });
        string claims = Part(new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["sub"] = who,
            ["aud"] = Service,
            ["exp"] = (now + RealLifetime).ToUnixTimeSeconds(),
            ["nbf"] = now.AddSeconds(-10).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["access"] = access.ToArray(),
        });
        byte[] signature = _key.SignData(
            Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Encode(signature)}";
    }

    private static string Part(Dictionary<string, object> values) =>
        Encode(JsonSerializer.SerializeToUtf8Bytes(values));

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static NameValueCollection Form(string text)
    {
        var values = new NameValueCollection();
        foreach (string[] pair in text.Split('&').Select(pair => pair.Split('=')))
        {
            values.Add(WebUtility.UrlDecode(pair[0]), WebUtility.UrlDecode(pair[1]));
        }

        return values;
    }
}
