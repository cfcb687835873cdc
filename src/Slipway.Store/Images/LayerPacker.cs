using System.IO.Compression;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Store.Blobs;
using Slipway.Store.Errors;

namespace Slipway.Store.Images;

/// <summary>Makes of stored layers what registries get.</summary>
internal sealed class LayerPacker(BlobFolder blobs)
{
    private const int BufferSize = 128 << 10;

    public static string MediaTypeOf(LayerFormat format) =>
        format == LayerFormat.Gzip ? OciMediaTypes.LayerGzip : OciMediaTypes.LayerZstd;

    /// <param name="format">How it is packed.</param>
    /// <exception cref="SlipwayException">The blob is damaged, or the disk full.</exception>
    public PackedLayer Pack(StoredLayer layer, LayerFormat format, CancellationToken cancellationToken)
    {
        using var content = new VerifiedLayer(blobs, layer);
        if (format == LayerFormat.Zstd)
        {
            // Read once to its end, which verifies it: the registry checks what arrives, but not what it expands to.
            Copy(content, Stream.Null, cancellationToken);
            return new PackedLayer(
                new OciDescriptor(OciMediaTypes.LayerZstd, layer.Blob, layer.BlobSize), blobs.PathOf(layer.Blob), null);
        }

        var writer = blobs.Create();
        try
        {
            using (var compressor = new GZipStream(writer, CompressionLevel.Optimal, leaveOpen: true))
            {
                Copy(content, compressor, cancellationToken);
            }

            var finished = writer.Finish();
            return new PackedLayer(
                new OciDescriptor(OciMediaTypes.LayerGzip, finished.Digest, finished.Size),
                finished.TemporaryPath,
                writer);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static void Copy(VerifiedLayer content, Stream destination, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        int count;
        while ((count = content.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            destination.Write(buffer, 0, count);
        }
    }
}

/// <summary>A packed layer in a file.</summary>
/// <param name="descriptor">What it is.</param>
/// <param name="path">The file.</param>
/// <param name="owner">Disposed of with the layer: what removes the file; null for a blob of the store.</param>
internal sealed class PackedLayer(OciDescriptor descriptor, string path, IDisposable? owner) : IPackedLayer
{
    public OciDescriptor Descriptor { get; } = descriptor;

    public Stream OpenAt(long offset)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            })
            {
                Position = offset,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.FileFailed(path, exception);
        }
    }

    public void Dispose() => owner?.Dispose();
}
