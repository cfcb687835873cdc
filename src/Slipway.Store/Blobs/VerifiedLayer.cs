using System.Security.Cryptography;
using Slipway.Archives.Layers;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Store.Errors;
using ZstdNet;

namespace Slipway.Store.Blobs;

/// <summary>Reads a stored layer uncompressed and sees to it that every byte is what the digests say.</summary>
internal sealed class VerifiedLayer : IDisposable
{
    private readonly StoredLayer _layer;
    private readonly string _path;
    private readonly HashedFile _blob;
    private readonly Stream _decoder;
    private readonly IncrementalHash _diffId = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _size;

    /// <exception cref="SlipwayException">The blob is missing.</exception>
    public VerifiedLayer(BlobFolder blobs, StoredLayer layer)
    {
        _layer = layer;
        _path = blobs.PathOf(layer.Blob);
        _blob = new HashedFile(blobs.OpenRead(layer.Blob));
        if (_blob.Length != layer.BlobSize)
        {
            _blob.Dispose();
            throw StoreErrors.BlobDamaged(layer.Blob, _path, $"has {_blob.Length} bytes, not {layer.BlobSize}");
        }

        _decoder = LayerCompression.Decompress(_blob);
    }

    /// <summary>
    /// The next bytes. Never more than the layer's size in all, and 0 only when everything has been verified.
    /// </summary>
    /// <exception cref="SlipwayException">The blob is damaged or cannot be read.</exception>
    public int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _decoder.Read(buffer);
        }
        catch (Exception exception) when (exception is ZstdException or EndOfStreamException)
        {
            throw StoreErrors.BlobDamaged(_layer.Blob, _path, "cannot be decompressed", exception);
        }
        catch (IOException exception)
        {
            throw StoreErrors.FileFailed(_path, exception);
        }

        _size += count;
        if (_size > _layer.Size || (count == 0 && _size < _layer.Size))
        {
            throw StoreErrors.BlobDamaged(_layer.Blob, _path, $"does not expand to {_layer.Size} bytes");
        }

        _diffId.AppendData(buffer[..count]);
        if (count == 0)
        {
            Verify();
        }

        return count;
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _blob.Dispose();
        _diffId.Dispose();
    }

    private void Verify()
    {
        if (_blob.FinishHash() != _layer.Blob)
        {
            throw StoreErrors.BlobDamaged(_layer.Blob, _path, "has other bytes than its digest says");
        }

        if (new DiffId(Sha256Digest.Finish(_diffId)) != _layer.DiffId)
        {
            throw StoreErrors.BlobDamaged(_layer.Blob, _path, $"is not the layer {_layer.DiffId.ToOciString()}");
        }
    }
}
