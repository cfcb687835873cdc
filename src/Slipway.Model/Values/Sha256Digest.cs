using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Slipway.Model.Values;

/// <summary>A SHA-256 value: 32 bytes, written as 64 lower-case hexadecimal digits.</summary>
/// <remarks>
/// The bare value: of a file, of a blob, of a manifest in the store. Where one meaning must not be taken for another it
/// has a type of its own, an <see cref="IDigest{TSelf}"/>.
/// </remarks>
public readonly record struct Sha256Digest : IComparable<Sha256Digest>, ISpanFormattable
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    /// <summary>The prefix of the OCI form, <c>sha256:&lt;hex&gt;</c>.</summary>
    public const string OciPrefix = "sha256:";

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">The span is not 32 bytes long.</exception>
    public Sha256Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A SHA-256 value has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The first twelve digits, for people and for tags.</summary>
    public string Short => ToString()[..12];

    /// <summary>Hashes bytes that are already in memory.</summary>
    public static Sha256Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(content, hash);
        return new Sha256Digest(hash);
    }

    /// <summary>Takes the value out of a running hash and resets it.</summary>
    public static Sha256Digest Finish(IncrementalHash hash)
    {
        Span<byte> bytes = stackalloc byte[Size];
        hash.GetHashAndReset(bytes);
        return new Sha256Digest(bytes);
    }

    /// <summary>Reads 64 hexadecimal digits, with or without the <c>sha256:</c> prefix.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static Sha256Digest Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var digest)
            ? digest
            : throw new FormatException($"'{text}' is not a SHA-256 value of 64 hexadecimal digits.");

    /// <summary>
    /// Reads the form of the OCI specifications and nothing else: <c>sha256:</c> and 64 lower-case digits.
    /// </summary>
    public static bool TryParseOci(ReadOnlySpan<char> text, out Sha256Digest digest)
    {
        digest = default;
        return text.StartsWith(OciPrefix, StringComparison.Ordinal)
            && !text.ContainsAnyInRange('A', 'Z')
            && TryParse(text, out digest);
    }

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(ReadOnlySpan<char> text, out Sha256Digest digest)
    {
        digest = default;
        if (text.StartsWith(OciPrefix, StringComparison.Ordinal))
        {
            text = text[OciPrefix.Length..];
        }

        Span<byte> bytes = stackalloc byte[Size];
        if (text.Length != Size * 2
            || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        digest = new Sha256Digest(bytes);
        return true;
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>The OCI form, <c>sha256:&lt;hex&gt;</c>.</summary>
    public string ToOciString() => OciPrefix + ToString();

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => string.Create(Size * 2, this, static (span, digest) => digest.Format(span));

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = 0;
        if (destination.Length < Size * 2)
        {
            return false;
        }

        Format(destination);
        charsWritten = Size * 2;
        return true;
    }

    public int CompareTo(Sha256Digest other) =>
        (_a, _b, _c, _d).CompareTo((other._a, other._b, other._c, other._d));

    public static bool operator <(Sha256Digest left, Sha256Digest right) => left.CompareTo(right) < 0;

    public static bool operator >(Sha256Digest left, Sha256Digest right) => left.CompareTo(right) > 0;

    public static bool operator <=(Sha256Digest left, Sha256Digest right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Sha256Digest left, Sha256Digest right) => left.CompareTo(right) >= 0;

    private void Format(Span<char> destination)
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, destination, out _);
    }
}
