using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>
/// Signs requests, for those who play a worker or a proxy. Written apart from the client that is tested.
/// </summary>
public static class HawkSigner
{
    /// <summary>The value of the <c>Authorization</c> header.</summary>
    /// <param name="credentials">Who signs.</param>
    /// <param name="method">GET, PUT and so on.</param>
    /// <param name="url">The address, with the query.</param>
    /// <param name="contentType">Of the body; null for none.</param>
    /// <param name="body">Null to sign without the hash of the body.</param>
    /// <param name="now">When.</param>
    /// <param name="authorizedScopes">Leaves only these; null for all.</param>
    public static string Header(
        TestCredentials credentials,
        string method,
        Uri url,
        string? contentType,
        byte[]? body,
        DateTimeOffset now,
        IEnumerable<string>? authorizedScopes = null)
    {
        string? ext = Ext(credentials, authorizedScopes);
        string? hash = body is null ? null : HawkText.PayloadHash(contentType, body);
        var parts = new HawkParts
        {
            Timestamp = now.ToUnixTimeSeconds().ToString(),
            Nonce = Slug.New()[..6],
            Method = method,
            Resource = url.PathAndQuery,
            Host = url.Host,
            Port = url.Port,
            Hash = hash,
            Ext = ext,
        };
        string mac = HawkText.Mac("header", credentials.AccessToken, parts);
        string header = $"Hawk id=\"{credentials.ClientId}\", ts=\"{parts.Timestamp}\", nonce=\"{parts.Nonce}\"";
        header += hash is null ? string.Empty : $", hash=\"{hash}\"";
        header += ext is null ? string.Empty : $", ext=\"{ext}\"";
        return $"{header}, mac=\"{mac}\"";
    }

    /// <summary>The address with a signature in it, for GET requests.</summary>
    public static Uri SignUrl(
        TestCredentials credentials, Uri url, DateTimeOffset expires, IEnumerable<string>? authorizedScopes = null)
    {
        string? ext = Ext(credentials, authorizedScopes);
        string until = expires.ToUnixTimeSeconds().ToString();
        string mac = HawkText.Mac("bewit", credentials.AccessToken, new HawkParts
        {
            Timestamp = until,
            Nonce = string.Empty,
            Method = "GET",
            Resource = url.PathAndQuery,
            Host = url.Host,
            Port = url.Port,
            Ext = ext,
        });
        string bewit = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($"{credentials.ClientId}\\{until}\\{mac}\\{ext}"));
        return new Uri($"{url}{(url.Query.Length == 0 ? '?' : '&')}bewit={bewit}");
    }

    private static string? Ext(TestCredentials credentials, IEnumerable<string>? authorizedScopes)
    {
        var ext = new JsonObject();
        if (credentials.Certificate is { } certificate)
        {
            ext["certificate"] = JsonNode.Parse(certificate);
        }

        if (authorizedScopes is not null)
        {
            ext["authorizedScopes"] = new JsonArray([.. authorizedScopes.Select(scope => JsonValue.Create(scope))]);
        }

        return ext.Count == 0
            ? null
            : Convert.ToBase64String(Encoding.UTF8.GetBytes(ext.ToJsonString(JsonTexts.Compact)));
    }
}
