using System.Security.Cryptography;
using Slipway.Model.Streams;
using Slipway.Model.Values;

namespace Slipway.Application.Trusting;

/// <summary>
/// Hashes what it hands out, so that what is used and what is held against a hash are the same bytes, whoever writes to
/// the file meanwhile.
/// </summary>
internal sealed class HashedReading(Stream inner) : ForwardStream
{
    private const int Piece = 64 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Reads what is left, and gives the SHA-256 of everything; nothing can be read afterwards.</summary>
    public async Task<Sha256Digest> FinishAsync(CancellationToken cancellationToken)
    {
        byte[] rest = new byte[Piece];
        while (await ReadAsync(rest, cancellationToken) > 0)
        {
        }

        return Sha256Digest.Finish(_hash);
    }

    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        _hash.AppendData(buffer[..count]);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..count]);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
