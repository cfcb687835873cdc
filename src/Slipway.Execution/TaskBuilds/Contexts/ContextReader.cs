using System.IO.Compression;
using System.Security.Cryptography;
using Slipway.Core.Values;

namespace Slipway.Execution.TaskBuilds.Contexts;

/// <summary>The tar of a context as a stream of bytes, whether it is compressed or not, hashed on the way.</summary>
internal sealed class ContextReader : IAsyncDisposable
{
    private const int BufferSize = 128 << 10;

    private readonly Stream _file;
    private readonly Stream _tar;
    private readonly ContextLimits _limits;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    private ContextReader(Stream file, Stream tar, ContextLimits limits) => (_file, _tar, _limits) = (file, tar, limits);

    /// <summary>Bytes that were taken.</summary>
    public long Position { get; private set; }

    public static ContextReader Open(string path, ContextLimits limits)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        Span<byte> start = stackalloc byte[2];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        // RFC 1952, section 2.3.1.
        bool isGzip = count == 2 && start[0] == 0x1f && start[1] == 0x8b;
        return new ContextReader(file, isGzip ? new GZipStream(file, CompressionMode.Decompress) : file, limits);
    }

    /// <summary>The next bytes, at most so many, valid until the next call; empty at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long most, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, await FillAsync(cancellationToken));
        }

        var chunk = _buffer.AsMemory(_start, (int)Math.Min(most, _end - _start));
        _start += chunk.Length;
        Position += chunk.Length;
        return chunk;
    }

    /// <summary>Exactly so many bytes.</summary>
    public async ValueTask<byte[]> ReadExactlyAsync(int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        await CopyAsync(
            count,
            (chunk, offset) =>
            {
                chunk.CopyTo(bytes.AsMemory((int)offset));
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        return bytes;
    }

    /// <summary>Hands on so many bytes in pieces, each with its place among them.</summary>
    public async ValueTask CopyAsync(
        long count, Func<ReadOnlyMemory<byte>, long, ValueTask>? take, CancellationToken cancellationToken)
    {
        for (long done = 0; done < count;)
        {
            var chunk = await ReadAsync(count - done, cancellationToken);
            if (chunk.IsEmpty)
            {
                throw ContextErrors.Refused("it ends in the middle");
            }

            if (take is not null)
            {
                await take(chunk, done);
            }

            done += chunk.Length;
        }
    }

    /// <summary>SHA-256 of the tar, when everything was read.</summary>
    public Sha256Digest FinishHash() => Sha256Digest.Finish(_hash);

    public async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync();
        await _file.DisposeAsync();
        _hash.Dispose();
    }

    private async ValueTask<int> FillAsync(CancellationToken cancellationToken)
    {
        int count;
        try
        {
            count = await _tar.ReadAsync(_buffer, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw ContextErrors.Refused("it cannot be decompressed", exception);
        }

        _hash.AppendData(_buffer, 0, count);
        return Position + count <= _limits.Size ? count : throw ContextErrors.TooLarge("it", _limits.Size);
    }
}
