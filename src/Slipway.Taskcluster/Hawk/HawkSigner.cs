using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Slipway.Taskcluster.Hawk;

/// <summary>Signs requests for one client.</summary>
/// <param name="credentials">Who signs.</param>
/// <param name="clock">Each attempt is signed with the time at which it is made.</param>
internal sealed class HawkSigner(TaskclusterCredentials credentials, TimeProvider clock)
{
    private readonly string? _ext = ExtOf(credentials);

    /// <summary>The value of the header <c>Authorization</c>, without the word <c>Hawk</c>.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The address.</param>
    /// <param name="contentType">Of the body; null when there is none.</param>
    /// <param name="body">The bytes of the body.</param>
    public string Sign(HttpMethod method, Uri address, string? contentType, ReadOnlySpan<byte> body) =>
        Sign(
            method,
            address,
            contentType is null ? null : HawkMac.PayloadHash(contentType, body),
            clock.GetUtcNow().ToUnixTimeSeconds(),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(6)));

    /// <inheritdoc cref="Sign(HttpMethod, Uri, string?, ReadOnlySpan{byte})"/>
    public string Sign(HttpMethod method, Uri address, string? payloadHash, long timestamp, string nonce)
    {
        string mac = HawkMac.Compute(
            "header", credentials.AccessToken, HawkRequest.Of(method, address), timestamp, nonce, payloadHash, _ext);
        var header = new StringBuilder();
        header.Append(CultureInfo.InvariantCulture, $"id=\"{credentials.ClientId}\", ts=\"{timestamp}\", nonce=\"{nonce}\"");
        if (payloadHash is not null)
        {
            header.Append(CultureInfo.InvariantCulture, $", hash=\"{payloadHash}\"");
        }

        if (_ext is not null)
        {
            header.Append(CultureInfo.InvariantCulture, $", ext=\"{_ext}\"");
        }

        return header.Append(CultureInfo.InvariantCulture, $", mac=\"{mac}\"").ToString();
    }

    /// <summary>An address that whoever has it may GET, until it expires.</summary>
    public Uri SignAddress(Uri address, DateTimeOffset expires)
    {
        long timestamp = expires.ToUnixTimeSeconds();
        string mac = HawkMac.Compute(
            "bewit", credentials.AccessToken, HawkRequest.Of(HttpMethod.Get, address), timestamp, string.Empty, null, _ext);
        string bewit = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($"{credentials.ClientId}\\{timestamp}\\{mac}\\{_ext}"));
        return new Uri($"{address.AbsoluteUri}{(address.Query.Length > 0 ? '&' : '?')}bewit={bewit}");
    }

    private static string? ExtOf(TaskclusterCredentials credentials)
    {
        if (credentials.Certificate is null && credentials.AuthorizedScopes.IsDefault)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (credentials.Certificate is { } certificate)
            {
                writer.WritePropertyName("certificate");
                writer.WriteRawValue(certificate);
            }

            if (!credentials.AuthorizedScopes.IsDefault)
            {
                writer.WriteStartArray("authorizedScopes");
                foreach (string scope in credentials.AuthorizedScopes)
                {
                    writer.WriteStringValue(scope);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Convert.ToBase64String(buffer.ToArray());
    }
}
