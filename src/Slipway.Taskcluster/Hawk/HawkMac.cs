using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Taskcluster.Hawk;

/// <summary>The MACs and hashes of Hawk, with SHA-256.</summary>
/// <remarks>https://github.com/mozilla/hawk/blob/main/API.md#protocol-example</remarks>
internal static class HawkMac
{
    private const string Version = "hawk.1";

    /// <summary>The MAC of a request: of type <c>header</c>, or <c>bewit</c> for an address that is handed on.</summary>
    /// <param name="type">The type.</param>
    /// <param name="accessToken">The secret.</param>
    /// <param name="request">What is signed.</param>
    /// <param name="timestamp">Seconds since 1970: now, or for a bewit when it expires.</param>
    /// <param name="nonce">Random text; empty for a bewit.</param>
    /// <param name="payloadHash">From <see cref="PayloadHash"/>; null for none.</param>
    /// <param name="ext">More that is signed; null for none.</param>
    /// <returns>Base64.</returns>
    public static string Compute(
        string type,
        string accessToken,
        HawkRequest request,
        long timestamp,
        string nonce,
        string? payloadHash,
        string? ext)
    {
        string normalized = string.Join(
            '\n',
            $"{Version}.{type}",
            timestamp.ToString(CultureInfo.InvariantCulture),
            nonce,
            request.Method.ToUpperInvariant(),
            request.Resource,
            request.Host.ToLowerInvariant(),
            request.Port.ToString(CultureInfo.InvariantCulture),
            payloadHash ?? string.Empty,
            // As hawk.crypto.generateNormalizedString escapes it; base64, which is what stands here, has neither.
            (ext ?? string.Empty).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal),
            string.Empty);
        return Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(accessToken), Encoding.UTF8.GetBytes(normalized)));
    }

    /// <summary>The hash of a body, base64.</summary>
    /// <param name="contentType">Without parameters.</param>
    /// <param name="body">The bytes as sent.</param>
    public static string PayloadHash(string contentType, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Version}.payload\n{contentType}\n"));
        hash.AppendData(body);
        hash.AppendData("\n"u8);
        return Convert.ToBase64String(hash.GetHashAndReset());
    }
}
