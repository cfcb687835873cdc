using System.Collections.Immutable;
using System.Security.Cryptography;
using Slipway.Model.Streams;

namespace Slipway.Application.Trusting;

/// <summary>Keeps nothing of what is written to it but the hashes.</summary>
internal sealed class HashingStream : SinkStream
{
    private readonly (string Name, IncrementalHash Hash)[] _hashes =
    [
        ("sha256", IncrementalHash.CreateHash(HashAlgorithmName.SHA256)),
        ("sha384", IncrementalHash.CreateHash(HashAlgorithmName.SHA384)),
        ("sha512", IncrementalHash.CreateHash(HashAlgorithmName.SHA512)),
    ];

    /// <summary>The hashes, by the names of the algorithms; nothing can be written afterwards.</summary>
    public ImmutableDictionary<string, string> Finish() => _hashes.ToImmutableDictionary(
        hash => hash.Name, hash => Convert.ToHexStringLower(hash.Hash.GetHashAndReset()));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        foreach (var (_, hash) in _hashes)
        {
            hash.AppendData(buffer);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var (_, hash) in _hashes)
            {
                hash.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
