using System.Buffers.Binary;
using System.Security.Cryptography;
using Slipway.Model.Values;

namespace Slipway.Store.Secrets;

/// <summary>What fingerprints of values are made with: keys that the store's secret gives.</summary>
/// <remarks>
/// The hashes of the start and of the whole only say where a look at the third, HMAC-SHA256, is worth while. They are
/// linear and would give something away to whoever reads the database without the secret, so they are kept sealed.
/// </remarks>
internal sealed class FingerprintKeys
{
    /// <summary>Shorter values are not looked for: they stand in an image by chance.</summary>
    public const int ShortestValue = 8;

    /// <summary>
    /// Of longer values this much is looked for: as much of a secret in an image is no less of a leak.
    /// </summary>
    public const int LongestValue = 4096;

    private const int SealedSize = sizeof(ushort) + sizeof(ushort) + sizeof(uint);

    private readonly ulong _start;
    private readonly ulong _base;
    private readonly byte[] _tag;
    private readonly byte[] _seal;

    public FingerprintKeys(EmbeddedStoreSecret secret)
    {
        // Odd, or the lowest bits of what they multiply would be lost.
        _start = BinaryPrimitives.ReadUInt64LittleEndian(secret.KeyFor("fingerprint-start", string.Empty)) | 1;
        _base = BinaryPrimitives.ReadUInt64LittleEndian(secret.KeyFor("fingerprint-whole", string.Empty)) | 1;
        _tag = secret.KeyFor("fingerprint-tag", string.Empty);
        _seal = secret.KeyFor("fingerprint-seal", string.Empty);
        Id = secret.FingerprintKeyId;
    }

    /// <summary>Tells fingerprints of this secret from those of another one.</summary>
    public byte[] Id { get; }

    /// <summary>What the hash of a window is multiplied by for each byte.</summary>
    public ulong Base => _base;

    public static bool CanFind(ReadOnlySpan<byte> value) => value.Length >= ShortestValue;

    /// <summary>The key of a value's first bytes, 16 bits.</summary>
    public ushort StartOf(ReadOnlySpan<byte> window) =>
        (ushort)((BinaryPrimitives.ReadUInt64LittleEndian(window) * _start) >> 48);

    /// <summary>The polynomial of a window's bytes modulo 2^64, of which only the upper half is mixed well.</summary>
    public uint WholeOf(ReadOnlySpan<byte> window)
    {
        ulong hash = 0;
        foreach (byte value in window)
        {
            hash = (hash * _base) + value;
        }

        return Upper(hash);
    }

    public static uint Upper(ulong hash) => (uint)(hash >> 32);

    public Sha256Digest TagOf(ReadOnlySpan<byte> window)
    {
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_tag, window, tag);
        return new Sha256Digest(tag);
    }

    public SecretFingerprint Make(string secret, ReadOnlySpan<byte> value, DateTimeOffset given)
    {
        var window = value[..Math.Min(value.Length, LongestValue)];
        return new SecretFingerprint(secret, window.Length, StartOf(window), WholeOf(window), TagOf(window), given);
    }

    /// <summary>Length and hashes in the form in which they are kept.</summary>
    public byte[] Seal(SecretFingerprint fingerprint)
    {
        byte[] content = new byte[SealedSize];
        BinaryPrimitives.WriteUInt16LittleEndian(content, (ushort)fingerprint.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(2), fingerprint.Start);
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(4), fingerprint.Whole);
        return Cover(content, fingerprint.Tag);
    }

    /// <returns>Null when what is kept is no fingerprint.</returns>
    public SecretFingerprint? Unseal(string secret, Sha256Digest tag, byte[] kept, DateTimeOffset given)
    {
        if (kept.Length != SealedSize)
        {
            return null;
        }

        byte[] content = Cover(kept, tag);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(content);
        return length is >= ShortestValue and <= LongestValue
            ? new SecretFingerprint(
                secret,
                length,
                BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(2)),
                BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(4)),
                tag,
                given)
            : null;
    }

    /// <summary>A one-time pad from the tag, which only ever stands for one content.</summary>
    private byte[] Cover(byte[] content, Sha256Digest tag)
    {
        Span<byte> source = stackalloc byte[Sha256Digest.Size];
        tag.CopyTo(source);
        Span<byte> pad = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_seal, source, pad);
        byte[] covered = new byte[content.Length];
        for (int i = 0; i < content.Length; i++)
        {
            covered[i] = (byte)(content[i] ^ pad[i]);
        }

        return covered;
    }
}

/// <summary>By what a value is recognised that is not kept.</summary>
/// <param name="Secret">The id of the build secret that had it.</param>
/// <param name="Length">Bytes that are compared.</param>
/// <param name="Start">A keyed hash of the first bytes.</param>
/// <param name="Whole">A keyed hash of all of them.</param>
/// <param name="Tag">HMAC-SHA256 of all of them, which decides.</param>
/// <param name="Given">When it was last handed to a build.</param>
internal sealed record SecretFingerprint(
    string Secret, int Length, ushort Start, uint Whole, Sha256Digest Tag, DateTimeOffset Given);
