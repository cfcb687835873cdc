using System.Collections.Immutable;
using System.Security.Cryptography;
using Slipway.Model.Streams;

namespace Slipway.Application.Trusting;

/// <summary>Keeps nothing of what is written to it but the hashes, and may pass it on.</summary>
internal sealed class HashingStream(Stream? next = null) : SinkStream
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
        Hash(buffer);
        next?.Write(buffer);
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Hash(buffer.Span);
        if (next is not null)
        {
            await next.WriteAsync(buffer, cancellationToken);
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

    private void Hash(ReadOnlySpan<byte> buffer)
    {
        foreach (var (_, hash) in _hashes)
        {
            hash.AppendData(buffer);
        }
    }
}
