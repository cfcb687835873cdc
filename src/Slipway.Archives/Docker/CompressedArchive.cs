using System.IO.Compression;
using Slipway.Archives.Layers;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using ZstdNet;

namespace Slipway.Archives.Docker;

/// <summary>An archive that may be compressed as a whole, read as the tar that it holds.</summary>
/// <remarks>
/// It ends when its source does, so whatever the source has to say at its end, that its hash is wrong for one, is heard
/// before the tar counts as whole.
/// </remarks>
public sealed class CompressedArchive : ForwardStream
{
    private readonly PrefixedStream _source;
    private readonly Stream _decoded;
    private readonly Expansion _expansion;

    private CompressedArchive(PrefixedStream source, Stream decoded, Expansion expansion) =>
        (_source, _decoded, _expansion) = (source, decoded, expansion);

    /// <summary>How it is compressed; null when it is not.</summary>
    public LayerFormat? Format =>
        _decoded is GZipStream ? LayerFormat.Gzip : _decoded == _source ? null : LayerFormat.Zstd;

    /// <summary>Finds out how an archive is compressed by its first bytes; it stays open.</summary>
    /// <param name="expansion">Counts its bytes as they are, and what comes out of it if it is compressed.</param>
    public static async Task<CompressedArchive> OpenAsync(
        Stream archive, Expansion expansion, CancellationToken cancellationToken)
    {
        archive = expansion.Taking(archive);
        byte[] start = new byte[4];
        int count = await archive.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        var source = new PrefixedStream(start.AsMemory(0, count), archive);
        return new CompressedArchive(source, start switch
        {
            // RFC 1952, section 2.3.1, and RFC 8878, section 3.1.1.
            [0x1f, 0x8b, ..] => new GZipStream(source, CompressionMode.Decompress, leaveOpen: true),
            [0x28, 0xb5, 0x2f, 0xfd] => LayerCompression.DecompressArchive(source),
            _ => source,
        }, expansion);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await _decoded.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw ArchiveErrors.Damaged("it cannot be decompressed", exception);
        }

        if (_decoded != _source)
        {
            _expansion.Give(count);
        }

        if (count == 0 && buffer.Length > 0)
        {
            await EndAsync(cancellationToken);
        }

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

    /// <summary>Reads to the end, where nothing more may follow.</summary>
    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (await _source.ReadAsync(new byte[1], cancellationToken) > 0)
        {
            throw ArchiveErrors.Damaged("something follows the end of what is compressed");
        }
    }
}
