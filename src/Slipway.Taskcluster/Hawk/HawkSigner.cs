using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Taskcluster.Hawk;

/// <summary>Signs requests.</summary>
/// <remarks>https://github.com/mozilla/hawk/blob/main/API.md#protocol-example; Hawk 1, with SHA-256.</remarks>
internal static class HawkSigner
{
    /// <summary>The value of an <c>Authorization</c> header.</summary>
    /// <param name="key">Who signs.</param>
    /// <param name="method">Upper case.</param>
    /// <param name="address">Its path and query have to be sent exactly as they are in it.</param>
    /// <param name="time">Now.</param>
    /// <param name="nonce">Never used again.</param>
    /// <param name="payloadHash">Of <see cref="HashPayload"/>; null for a request without a body.</param>
    public static string Header(
        HawkKey key, string method, Uri address, DateTimeOffset time, string nonce, string? payloadHash)
    {
        string ts = time.ToUnixTimeSeconds().ToString();
        string mac = Mac(key, "hawk.1.header", ts, nonce, method, address, payloadHash);
        var header = new StringBuilder($"Hawk id=\"{key.Id}\", ts=\"{ts}\", nonce=\"{nonce}\"");
        if (payloadHash is not null)
        {
            header.Append($", hash=\"{payloadHash}\"");
        }

        if (key.Ext.Length > 0)
        {
            header.Append($", ext=\"{key.Ext}\"");
        }

        return header.Append($", mac=\"{mac}\"").ToString();
    }

    /// <summary>The value of a query's <c>bewit</c>, which lets whoever has the address read it for a while.</summary>
    /// <param name="key">Who allows it.</param>
    /// <param name="address">Without the bewit.</param>
    /// <param name="expires">Until when.</param>
    public static string Bewit(HawkKey key, Uri address, DateTimeOffset expires)
    {
        string exp = expires.ToUnixTimeSeconds().ToString();
        string mac = Mac(key, "hawk.1.bewit", exp, string.Empty, "GET", address, null);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{key.Id}\\{exp}\\{mac}\\{key.Ext}"));
    }

    /// <param name="contentType">In lower case, without parameters.</param>
    /// <param name="body">The bytes as they are sent.</param>
    public static string HashPayload(string contentType, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"hawk.1.payload\n{contentType}\n"));
        hash.AppendData(body);
        hash.AppendData("\n"u8);
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>As many characters as make a repetition within the time of a clock's skew impossible.</summary>
    public static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9));

    private static string Mac(
        HawkKey key, string kind, string ts, string nonce, string method, Uri address, string? payloadHash)
    {
        // As it stands in the Host header: there, an address of version 6 has its brackets.
        string host = (address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost)
            .ToLowerInvariant();
        string signed =
            string.Join('\n', kind, ts, nonce, method, address.PathAndQuery, host, address.Port, payloadHash, key.Ext)
            + '\n';
        return Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Secret), Encoding.UTF8.GetBytes(signed)));
    }
}
