using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Slipway.Application.Trusting;

/// <summary>Keeps nothing of what is written to it but the hashes.</summary>
internal sealed class HashingStream : Stream
{
    private readonly (string Name, IncrementalHash Hash)[] _hashes =
    [
        ("sha256", IncrementalHash.CreateHash(HashAlgorithmName.SHA256)),
        ("sha384", IncrementalHash.CreateHash(HashAlgorithmName.SHA384)),
        ("sha512", IncrementalHash.CreateHash(HashAlgorithmName.SHA512)),
    ];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

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
