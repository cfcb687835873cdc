using System.IO.Compression;
using System.Security.Cryptography;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds.Contexts;

/// <summary>The tar of a context as a stream of bytes, whether it is compressed or not, hashed on the way.</summary>
internal sealed class ContextReader : IAsyncDisposable
{
    private const int BufferSize = 128 << 10;

    private readonly Stream _file;
    private readonly Stream _tar;
    private readonly long _most;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    private ContextReader(Stream file, Stream tar, long most) => (_file, _tar, _most) = (file, tar, most);

    /// <summary>Bytes that were taken.</summary>
    public long Position { get; private set; }

    public static ContextReader Open(string path, ContextLimits limits) =>
        Of(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous), limits);

    /// <param name="file">What is read, from its start; closed with the reader.</param>
    /// <param name="limits">What it may not exceed.</param>
    public static ContextReader Of(Stream file, ContextLimits limits)
    {
        Span<byte> start = stackalloc byte[2];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        // RFC 1952, section 2.3.1.
        bool isGzip = count == 2 && start[0] == 0x1f && start[1] == 0x8b;
        return isGzip
            ? new ContextReader(
                file,
                new GZipStream(file, CompressionMode.Decompress),
                Math.Min(limits.Size, limits.Expansion.For(file.Length)))
            : new ContextReader(file, file, limits.Size);
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

    /// <summary>Reads until a buffer is full.</summary>
    public async ValueTask ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var chunk = await NextAsync(buffer.Length, cancellationToken);
            chunk.CopyTo(buffer);
            buffer = buffer[chunk.Length..];
        }
    }

    /// <summary>Hands on so many bytes.</summary>
    public async ValueTask CopyAsync(long count, Stream destination, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var chunk = await NextAsync(count, cancellationToken);
            await destination.WriteAsync(chunk, cancellationToken);
            count -= chunk.Length;
        }
    }

    /// <summary>Reads past so many bytes.</summary>
    public async ValueTask SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            count -= (await NextAsync(count, cancellationToken)).Length;
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

    private async ValueTask<ReadOnlyMemory<byte>> NextAsync(long most, CancellationToken cancellationToken) =>
        await ReadAsync(most, cancellationToken) is { IsEmpty: false } chunk
            ? chunk
            : throw ContextErrors.Refused("it ends in the middle");

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
        return Position + count <= _most ? count : throw ContextErrors.TooLarge("it", _most);
    }
}
