using System.Security.Cryptography;
using Slipway.Archives.Docker;
using Slipway.Archives.Layers;
using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Secrets;

namespace Slipway.Store.Images;

/// <summary>Compresses one layer of an archive into a new blob, hashing it on the way.</summary>
internal sealed class LayerIntake : IAsyncDisposable
{
    private const int BufferSize = 128 << 10;

    private readonly BlobWriter _writer;
    private Task<FinishedBlob>? _finished;

    private LayerIntake(BlobWriter writer) => _writer = writer;

    /// <summary>SHA-256 of the uncompressed tar.</summary>
    public DiffId DiffId { get; private set; }

    /// <summary>Bytes uncompressed.</summary>
    public long Size { get; private set; }

    /// <summary>The blob, once it is on the disk: that goes on while the next layer is read.</summary>
    public Task<FinishedBlob> Finished => _finished ?? throw new InvalidOperationException("The layer was not read.");

    /// <summary>Reads the entry at which the reader stands, whether it is a plain tar, gzip or zstd.</summary>
    /// <param name="reader">The archive.</param>
    /// <param name="blobs">Where the blob goes.</param>
    /// <param name="expansion">Counts what a compressed layer expands to.</param>
    /// <param name="sizeLimit">Bytes uncompressed.</param>
    /// <param name="tooLarge">Thrown when the layer has more.</param>
    /// <param name="search">Looks at what is in it; null when nothing is looked for.</param>
    public static async Task<LayerIntake> ReadAsync(
        ArchiveReader reader,
        BlobFolder blobs,
        Expansion expansion,
        long sizeLimit,
        SlipwayException tooLarge,
        ImageSearch? search,
        CancellationToken cancellationToken)
    {
        var intake = new LayerIntake(blobs.Create());
        try
        {
            await intake.CompressAsync(reader, expansion, sizeLimit, tooLarge, search, cancellationToken);
            return intake;
        }
        catch
        {
            await intake.DisposeAsync();
            throw;
        }
    }

    /// <summary>Removes the blob unless it was published.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_finished is not null)
        {
            await _finished.ContinueWith(
                static _ => { },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        await _writer.DisposeAsync();
    }

    private async Task CompressAsync(
        ArchiveReader reader,
        Expansion expansion,
        long sizeLimit,
        SlipwayException tooLarge,
        ImageSearch? search,
        CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var decoder = await LayerDecoder.TryOpenAsync(reader, expansion, cancellationToken);
        await using (var compressor = LayerCompression.Compress(_writer))
        {
            var buffer = decoder is null ? [] : new byte[BufferSize];
            while (true)
            {
                var chunk = decoder is null
                    ? await reader.ReadAsync(cancellationToken)
                    : buffer.AsMemory(0, await decoder.ReadAsync(buffer, cancellationToken));
                if (chunk.IsEmpty)
                {
                    break;
                }

                Size += chunk.Length;
                if (Size > sizeLimit)
                {
                    throw tooLarge;
                }

                hash.AppendData(chunk.Span);
                search?.Add(chunk.Span);
                // Blocks while zstd's own threads are busy, which is what holds the engine back.
                compressor.Write(chunk.Span);
            }
        }

        search?.EndLayer();
        DiffId = new DiffId(Sha256Digest.Finish(hash));
        _finished = Task.Run(_writer.Finish, CancellationToken.None);
    }
}
