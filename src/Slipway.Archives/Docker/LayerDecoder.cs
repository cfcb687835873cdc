using System.IO.Compression;
using Slipway.Archives.Layers;
using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using ZstdNet;

namespace Slipway.Archives.Docker;

/// <summary>A compressed layer of an archive, read as the tar that it is; what it expands to is counted.</summary>
public sealed class LayerDecoder : ForwardStream
{
    private readonly Stream _decoded;
    private readonly Expansion _expansion;

    private LayerDecoder(Stream decoded, Expansion expansion) => (_decoded, _expansion) = (decoded, expansion);

    /// <summary>Looks how the entry is compressed at which the reader stands.</summary>
    /// <param name="reader">The archive.</param>
    /// <param name="expansion">Counts what comes out of it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null for one that is not compressed.</returns>
    public static async Task<LayerDecoder?> TryOpenAsync(
        ArchiveReader reader, Expansion expansion, CancellationToken cancellationToken)
    {
        Stream? decoded = await reader.PeekAsync(4, cancellationToken) switch
        {
            // RFC 1952, section 2.3.1, and RFC 8878, section 3.1.1.
            [0x1f, 0x8b, ..] => new GZipStream(new ArchiveEntryStream(reader), CompressionMode.Decompress),
            [0x28, 0xb5, 0x2f, 0xfd] => LayerCompression.Decompress(new ArchiveEntryStream(reader)),
            _ => null,
        };
        return decoded is null ? null : new LayerDecoder(decoded, expansion);
    }

    /// <exception cref="SlipwayException">It is damaged, ends too early, or expands too far.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await _decoded.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or ZstdException)
        {
            throw ArchiveErrors.Damaged("a compressed layer cannot be decompressed", exception);
        }

        _expansion.Give(count);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoded.Dispose();
        }

        base.Dispose(disposing);
    }
}
