using System.Security.Cryptography;
using System.Text;

namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>What Hawk signs, written from its description and not from any client.</summary>
/// <remarks>https://github.com/mozilla/hawk/blob/main/API.md</remarks>
internal static class HawkText
{
    /// <summary>The mac of a request (<c>header</c>) or of a signed URL (<c>bewit</c>).</summary>
    public static string Mac(string type, string key, HawkParts parts)
    {
        string ext = (parts.Ext ?? string.Empty)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        string text =
            $"hawk.1.{type}\n{parts.Timestamp}\n{parts.Nonce}\n{parts.Method.ToUpperInvariant()}\n{parts.Resource}\n"
            + $"{parts.Host.ToLowerInvariant()}\n{parts.Port}\n{parts.Hash}\n{ext}\n";
        if (parts.App is not null)
        {
            text += $"{parts.App}\n{parts.Dlg}\n";
        }

        return Convert.ToBase64String(TemporaryCredentials.Mac(key, text));
    }

    public static string PayloadHash(string? contentType, ReadOnlySpan<byte> body)
    {
        string type = (contentType ?? string.Empty).Split(';')[0].Trim().ToLowerInvariant();
        byte[] begin = Encoding.UTF8.GetBytes($"hawk.1.payload\n{type}\n");
        return Convert.ToBase64String(SHA256.HashData([.. begin, .. body, (byte)'\n']));
    }

    public static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
