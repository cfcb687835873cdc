using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>Makes credentials that end by themselves and may do less than who issues them.</summary>
/// <remarks>https://docs.taskcluster.net/docs/manual/design/apis/hawk/temporary-credentials</remarks>
public static class TemporaryCredentials
{
    /// <param name="issuer">Permanent credentials.</param>
    /// <param name="name">The new client id; null to keep the issuer's.</param>
    /// <param name="start">From when on they hold.</param>
    /// <param name="expiry">Until when; at most 31 days later.</param>
    /// <param name="scopes">What they allow.</param>
    public static TestCredentials Issue(
        TestCredentials issuer,
        string? name,
        DateTimeOffset start,
        DateTimeOffset expiry,
        params IEnumerable<string> scopes)
    {
        string[] granted = [.. scopes];
        string seed = Slug.New() + Slug.New();
        string text = SignedText(
            name,
            name is null ? null : issuer.ClientId,
            seed,
            start.ToUnixTimeMilliseconds(),
            expiry.ToUnixTimeMilliseconds(),
            granted);
        var certificate = new JsonObject
        {
            ["version"] = 1,
            ["scopes"] = new JsonArray([.. granted.Select(scope => JsonValue.Create(scope))]),
            ["start"] = start.ToUnixTimeMilliseconds(),
            ["expiry"] = expiry.ToUnixTimeMilliseconds(),
            ["seed"] = seed,
            ["signature"] = Convert.ToBase64String(Mac(issuer.AccessToken, text)),
        };
        if (name is not null)
        {
            certificate["issuer"] = issuer.ClientId;
        }

        return new TestCredentials(
            name ?? issuer.ClientId, Token(issuer.AccessToken, seed), certificate.ToJsonString(JsonTexts.Compact));
    }

    /// <summary>The lines that the issuer signs.</summary>
    internal static string SignedText(
        string? clientId, string? issuer, string seed, long start, long expiry, IEnumerable<string> scopes)
    {
        List<string> lines = ["version:1"];
        if (issuer is not null)
        {
            lines.Add($"clientId:{clientId}");
            lines.Add($"issuer:{issuer}");
        }

        lines.AddRange([$"seed:{seed}", $"start:{start}", $"expiry:{expiry}", "scopes:", .. scopes]);
        return string.Join('\n', lines);
    }

    internal static string Token(string issuerToken, string seed) => Base64Url.EncodeToString(Mac(issuerToken, seed));

    internal static byte[] Mac(string key, string text) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text));
}
