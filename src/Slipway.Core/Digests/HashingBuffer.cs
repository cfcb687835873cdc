using System.Buffers;
using System.Security.Cryptography;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Takes what is written and keeps only its SHA-256.</summary>
internal sealed class HashingBuffer : IBufferWriter<byte>, IDisposable
{
    private const int UsualSize = 16 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualSize);
    private int _filled;

    public void Advance(int count) => _filled += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _buffer.AsMemory(_filled);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _buffer.AsSpan(_filled);
    }

    /// <summary>The hash of all that was written since the last call.</summary>
    public Sha256Digest Finish()
    {
        Flush();
        return Sha256Digest.Finish(_hash);
    }

    public void Dispose()
    {
        _hash.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void MakeRoom(int size)
    {
        size = Math.Max(size, 1);
        if (_buffer.Length - _filled >= size)
        {
            return;
        }

        Flush();
        if (_buffer.Length < size)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(size);
        }
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _filled);
        _filled = 0;
    }
}
