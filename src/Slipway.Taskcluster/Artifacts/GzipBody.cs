using System.IO.Compression;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Unpacks gzip, and knows whether it came to its end.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes the end of its input for the end of the content, wherever that is. So something is
/// put behind the input, a stream of gzip of its own: it comes out last only if everything before it was whole
/// (https://www.rfc-editor.org/rfc/rfc1952#section-2.2: the members of a file simply follow each other).
/// </remarks>
internal sealed class GzipBody : IAsyncDisposable
{
    private static readonly byte[] End = "the end of a gzip stream"u8.ToArray();
    private static readonly byte[] PackedEnd = Pack(End);

    private readonly FollowedStream _packed;
    private readonly GZipStream _unpacked;
    private readonly byte[] _held = new byte[End.Length];
    private int _heldCount;

    public GzipBody(Stream packed)
    {
        _packed = new FollowedStream(packed, PackedEnd);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <summary>Reads what comes next; 0 at the end.</summary>
    /// <param name="buffer">Longer than the mark that is put behind the input.</param>
    /// <exception cref="InvalidDataException">It is not gzip, or not all of it.</exception>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            // What is held back goes first, and as much again is held back of the end.
            _held.AsMemory(0, _heldCount).CopyTo(buffer);
            int read = await _unpacked.ReadAsync(buffer[_heldCount..], cancellationToken);
            if (read == 0)
            {
                return _packed.HadContent && _heldCount == End.Length && _held.AsSpan().SequenceEqual(End)
                    ? 0
                    : throw new InvalidDataException("it ends before its end");
            }

            int total = _heldCount + read;
            _heldCount = Math.Min(total, End.Length);
            buffer[(total - _heldCount)..total].CopyTo(_held);
            if (total > _heldCount)
            {
                return total - _heldCount;
            }
        }
    }

    public ValueTask DisposeAsync() => _unpacked.DisposeAsync();

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
