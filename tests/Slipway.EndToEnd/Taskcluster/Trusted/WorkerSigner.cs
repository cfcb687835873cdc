using System.Collections.Immutable;
using NSec.Cryptography;

namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>The key of a kind of worker.</summary>
internal sealed class WorkerSigner
{
    private readonly byte[] _seed = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);

    public ImmutableArray<byte> Seed => [.. _seed];

    /// <summary>As policies have it.</summary>
    public string PublicKey
    {
        get
        {
            using var key = Import();
            return Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
        }
    }

    public byte[] Sign(byte[] content)
    {
        using var key = Import();
        return SignatureAlgorithm.Ed25519.Sign(key, content);
    }

    private Key Import() => Key.Import(SignatureAlgorithm.Ed25519, _seed, KeyBlobFormat.RawPrivateKey);
}
