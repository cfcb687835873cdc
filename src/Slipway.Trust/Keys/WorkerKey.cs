using System.Text;
using NSec.Cryptography;

namespace Slipway.Trust.Keys;

/// <summary>A public key with which the workers of an implementation sign.</summary>
/// <param name="Text">As it is listed: base64 of 32 bytes.</param>
public sealed record WorkerKey(string Text)
{
    /// <summary>Bytes of an Ed25519 public key.</summary>
    public const int Size = 32;

    /// <summary>Bytes of an Ed25519 signature.</summary>
    public const int SignatureSize = 64;

    /// <summary>The highest level for whose tasks it speaks; null for all.</summary>
    public int? Level { get; init; }

    /// <summary>Nothing that ran before counts; null for no beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Nothing that ran afterwards counts; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it is in wrong hands: nothing that it signed counts, whenever that was.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>
    /// Since when it is: images that somebody allowed since then count for what they are, whoever signed for them. Null
    /// for no such day.
    /// </summary>
    public DateOnly? RevokedOn { get; init; }

    /// <summary>What the text decodes to; null when it is no base64.</summary>
    /// <remarks>
    /// Python's decoder, which reads the keys of scriptworker, passes over characters that are none of base64, so a
    /// line's end behind a key does no harm.
    /// </remarks>
    public byte[]? Bytes
    {
        get
        {
            var text = new StringBuilder(Text.Length);
            foreach (char c in Text)
            {
                if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=')
                {
                    text.Append(c);
                }
            }

            byte[] bytes = new byte[text.Length];
            return Convert.TryFromBase64String(text.ToString(), bytes, out int length) ? bytes[..length] : null;
        }
    }

    /// <summary>Whether it is the same key, in whatever way it is written.</summary>
    public bool IsSameAs(WorkerKey other) =>
        Bytes is { } own && other.Bytes is { } bytes && own.AsSpan().SequenceEqual(bytes);

    /// <summary>Whether a signature is this key's over exactly these bytes: RFC 8032, pure, without context.</summary>
    /// <exception cref="FormatException">The text decodes to something that is no key.</exception>
    public bool Verifies(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        if (Bytes is not { } bytes)
        {
            return false;
        }

        if (bytes.Length != Size)
        {
            throw new FormatException($"the key {Text} has {bytes.Length} bytes instead of {Size}");
        }

        return signature.Length == SignatureSize
            && PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPublicKey, out var key)
            && key is not null
            && SignatureAlgorithm.Ed25519.Verify(key, content, signature);
    }
}
