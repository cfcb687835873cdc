using System.Security.Cryptography;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Store.Errors;
using Slipway.Store.Files;

namespace Slipway.Store.Blobs;

/// <summary>
/// Writes a blob under a temporary name and hashes what it writes. Removes the file unless it was published.
/// </summary>
internal sealed class BlobWriter : SinkStream
{
    private readonly StoreFolder _folder;
    private readonly string _path;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _size;

    public BlobWriter(StoreFolder folder)
    {
        _folder = folder;
        _path = Path.Join(folder.Paths.Temporary, Guid.NewGuid().ToString("N"));
        _file = folder.CreateFile(_path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        });
    }

    public override long Length => _size;

    public override long Position
    {
        get => _size;
        set => throw new NotSupportedException();
    }

    /// <summary>Flushes the bytes to the disk and closes the file.</summary>
    public FinishedBlob Finish()
    {
        _folder.Guard(_path, () =>
        {
            _file.Flush(flushToDisk: true);
            _file.Dispose();
            return true;
        });
        return new FinishedBlob(_path, Sha256Digest.Finish(_hash), _size);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _file.Write(buffer);
        }
        catch (IOException exception)
        {
            throw StoreErrors.From(exception, _folder.Paths.Home, _path);
        }

        _hash.AppendData(buffer);
        _size += buffer.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _hash.Dispose();
            // Not there any more when it was published.
            File.Delete(_path);
        }

        base.Dispose(disposing);
    }
}

/// <summary>A blob that is whole and on the disk, but not yet under its name.</summary>
/// <param name="TemporaryPath">Where it is.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Size">Bytes.</param>
internal sealed record FinishedBlob(string TemporaryPath, Sha256Digest Digest, long Size);
