using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using NSec.Cryptography;
using HashAlgorithmName = System.Security.Cryptography.HashAlgorithmName;

namespace Slipway.Trust.Keys;

/// <summary>A private key that is at hand, with which statements are signed.</summary>
public sealed class SigningKey
{
    private const string PemLabel = "PRIVATE KEY";

    private readonly byte[] _secret;

    private SigningKey(byte[] secret, VerifyingKey key) => (_secret, Key) = (secret, key);

    /// <summary>The public half.</summary>
    public VerifyingKey Key { get; }

    /// <summary>PKCS#8 in PEM (RFC 5958), with a line's end behind it.</summary>
    public string Pem => $"{PemEncoding.WriteString(PemLabel, _secret)}\n";

    /// <summary>The 32 bytes of an Ed25519 key in base64, as scriptworker reads it; null for others.</summary>
    public string? RawText
    {
        get
        {
            if (Key.Algorithm is not SigningAlgorithm.Ed25519)
            {
                return null;
            }

            using var key = Import(_secret);
            return Convert.ToBase64String(key.Export(KeyBlobFormat.RawPrivateKey));
        }
    }

    /// <summary>A key that nobody has.</summary>
    public static SigningKey Create(SigningAlgorithm algorithm)
    {
        if (algorithm is SigningAlgorithm.EcdsaP256)
        {
            using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return OfP256(ecdsa);
        }

        using var key = NSec.Cryptography.Key.Create(SignatureAlgorithm.Ed25519, Exportable);
        return OfEd25519(key);
    }

    /// <summary>Reads PKCS#8 in PEM, or the base64 of the 32 bytes of an Ed25519 key.</summary>
    /// <param name="text">What a file or a variable holds.</param>
    /// <param name="key">The key; null when it is none.</param>
    /// <param name="failure">Why it is none, in a few words that show nothing of it.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out SigningKey? key, [NotNullWhen(false)] out string? failure)
    {
        key = null;
        failure = null;
        text = text.Trim();
        try
        {
            if (!PemEncoding.TryFind(text, out var pem))
            {
                byte[] seed = Convert.FromBase64String(text);
                using var raw = NSec.Cryptography.Key.Import(
                    SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, Exportable);
                key = OfEd25519(raw);
            }
            else if (text[pem.Label] != PemLabel)
            {
                failure = $"it is a block of the kind {text[pem.Label]}, and has to be of the kind {PemLabel}";
            }
            else
            {
                key = OfPkcs8(Convert.FromBase64String(text[pem.Base64Data]));
            }
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            // What such an exception says may quote what it read.
        }

        failure ??= key is null ? "it is neither a P-256 nor an Ed25519 key" : null;
        return key is not null;
    }

    /// <summary>The signature over these bytes, as <see cref="VerifyingKey.Verifies"/> takes it.</summary>
    public byte[] Sign(ReadOnlySpan<byte> content)
    {
        if (Key.Algorithm is SigningAlgorithm.Ed25519)
        {
            using var key = Import(_secret);
            return SignatureAlgorithm.Ed25519.Sign(key, content);
        }

        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(_secret, out _);
        return ecdsa.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static KeyCreationParameters Exportable =>
        new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    private static SigningKey OfPkcs8(byte[] bytes)
    {
        try
        {
            using var key = Import(bytes);
            return OfEd25519(key);
        }
        catch (FormatException)
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(bytes, out _);
            return OfP256(ecdsa);
        }
    }

    private static SigningKey OfP256(ECDsa ecdsa) =>
        VerifyingKey.TryRead(ecdsa.ExportSubjectPublicKeyInfo(), out var key)
            ? new SigningKey(ecdsa.ExportPkcs8PrivateKey(), key)
            : throw new FormatException("It is of another curve.");

    private static SigningKey OfEd25519(Key key) =>
        VerifyingKey.TryRead(key.PublicKey.Export(KeyBlobFormat.RawPublicKey), out var known)
            ? new SigningKey(key.Export(KeyBlobFormat.PkixPrivateKey), known)
            : throw new FormatException("It is no point of the curve.");

    private static Key Import(byte[] pkcs8) => NSec.Cryptography.Key.Import(
        SignatureAlgorithm.Ed25519, pkcs8, KeyBlobFormat.PkixPrivateKey, Exportable);
}
