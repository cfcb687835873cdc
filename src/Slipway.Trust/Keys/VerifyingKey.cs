using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using NSec.Cryptography;
using HashAlgorithmName = System.Security.Cryptography.HashAlgorithmName;

namespace Slipway.Trust.Keys;

/// <summary>A public key with which statements are verified: P-256, or Ed25519.</summary>
public sealed class VerifyingKey : IEquatable<VerifyingKey>
{
    private const string PemLabel = "PUBLIC KEY";

    // The beginning of the SubjectPublicKeyInfo of every such key, up to its own bytes (RFC 5480, section 2, with the
    // point not compressed; RFC 8410, section 4). Other ways to write one would be other hints for one key.
    private static readonly byte[] P256Prefix = Convert.FromHexString(
        "3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private static readonly byte[] Ed25519Prefix = Convert.FromHexString("302a300506032b6570032100");

    private const int P256Size = 64;

    private readonly byte[] _info;

    private VerifyingKey(SigningAlgorithm algorithm, byte[] info) => (Algorithm, _info) = (algorithm, info);

    public SigningAlgorithm Algorithm { get; }

    /// <summary>The SubjectPublicKeyInfo in DER (RFC 5280, section 4.1).</summary>
    public ReadOnlyMemory<byte> Info => _info;

    /// <summary>The SubjectPublicKeyInfo in base64, as a policy lists it.</summary>
    public string Text => Convert.ToBase64String(_info);

    /// <summary>What a bundle says of its key: the hash of the SubjectPublicKeyInfo, in base64.</summary>
    /// <remarks>As https://github.com/sigstore/sigstore-go/blob/main/pkg/sign/keys.go has it.</remarks>
    public string Hint => Convert.ToBase64String(SHA256.HashData(_info));

    /// <summary>The SubjectPublicKeyInfo in PEM, with a line's end behind it.</summary>
    public string Pem => $"{PemEncoding.WriteString(PemLabel, _info)}\n";

    /// <summary>The 32 bytes of an Ed25519 key in base64, as scriptworker lists it; null for others.</summary>
    public string? RawText => Algorithm is SigningAlgorithm.Ed25519
        ? Convert.ToBase64String(_info.AsSpan(Ed25519Prefix.Length))
        : null;

    /// <summary>
    /// Reads PEM, or base64: of a SubjectPublicKeyInfo, or of the 32 bytes of an Ed25519 key.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VerifyingKey? key)
    {
        key = null;
        text = text.Trim();
        if (PemEncoding.TryFind(text, out var pem))
        {
            return text[pem.Label] == PemLabel
                && pem.Location.Equals(..text.Length)
                && TryRead(Convert.FromBase64String(text[pem.Base64Data]), out key);
        }

        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) && TryRead(bytes.AsSpan(0, length), out key);
    }

    /// <summary>Reads a SubjectPublicKeyInfo in DER, or the 32 bytes of an Ed25519 key.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out VerifyingKey? key)
    {
        key = null;
        if (bytes.Length == WorkerKey.Size)
        {
            return TryRead([.. Ed25519Prefix, .. bytes], out key);
        }

        SigningAlgorithm? algorithm =
            bytes.StartsWith(P256Prefix) && bytes.Length == P256Prefix.Length + P256Size ? SigningAlgorithm.EcdsaP256
            : bytes.StartsWith(Ed25519Prefix) && bytes.Length == Ed25519Prefix.Length + WorkerKey.Size
                ? SigningAlgorithm.Ed25519
                : null;
        if (algorithm is not { } known || !IsPoint(known, bytes))
        {
            return false;
        }

        key = new VerifyingKey(known, bytes.ToArray());
        return true;
    }

    /// <summary>Whether a signature is this key's over exactly these bytes.</summary>
    public bool Verifies(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        if (Algorithm is SigningAlgorithm.Ed25519)
        {
            var imported = PublicKey.Import(
                SignatureAlgorithm.Ed25519, _info.AsSpan(Ed25519Prefix.Length), KeyBlobFormat.RawPublicKey);
            return signature.Length == WorkerKey.SignatureSize
                && SignatureAlgorithm.Ed25519.Verify(imported, content, signature);
        }

        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(_info, out _);
        return ecdsa.VerifyData(
            content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public bool Equals(VerifyingKey? other) => other is not null && _info.AsSpan().SequenceEqual(other._info);

    public override bool Equals(object? obj) => Equals(obj as VerifyingKey);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    // What is no point of the curve is no key.
    private static bool IsPoint(SigningAlgorithm algorithm, ReadOnlySpan<byte> info)
    {
        if (algorithm is SigningAlgorithm.Ed25519)
        {
            return PublicKey.TryImport(
                SignatureAlgorithm.Ed25519, info[Ed25519Prefix.Length..], KeyBlobFormat.RawPublicKey, out _);
        }

        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(info, out _);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
