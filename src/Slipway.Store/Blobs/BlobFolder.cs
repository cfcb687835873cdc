using Slipway.Files.Linux;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Store.Errors;
using Slipway.Store.Files;

namespace Slipway.Store.Blobs;

/// <summary>The blobs of the OCI layout: files named after the SHA-256 of their bytes.</summary>
internal sealed class BlobFolder(StoreFolder folder)
{
    public string PathOf(Sha256Digest digest) => folder.Paths.Blob(digest);

    /// <summary>Whether the file is there with this many bytes; what is in them shows when they are read.</summary>
    public bool Has(Sha256Digest digest, long size) =>
        new FileInfo(PathOf(digest)) is { Exists: true } file && !IsLink(file) && file.Length == size;

    /// <summary>Starts a blob under a temporary name.</summary>
    public BlobWriter Create()
    {
        folder.EnsureWritable();
        return new BlobWriter(folder);
    }

    /// <summary>Gives finished blobs their names, for good.</summary>
    /// <remarks>
    /// A file that has the name already is replaced: the new one is verified, and the old one may be why it was made.
    /// </remarks>
    public void Publish(IReadOnlyCollection<FinishedBlob> blobs)
    {
        if (blobs.Count == 0)
        {
            return;
        }

        folder.Guard(folder.Paths.Blobs, () =>
        {
            foreach (var blob in blobs)
            {
                File.Move(blob.TemporaryPath, PathOf(blob.Digest), overwrite: true);
            }

            Posix.SyncFolder(folder.Paths.Blobs);
            return true;
        });
    }

    /// <summary>Stores a few bytes unless they are there already, undamaged.</summary>
    /// <returns>How many bytes were added to the store.</returns>
    public long PutSmall(Sha256Digest digest, ReadOnlySpan<byte> content)
    {
        if (ReadSmall(digest, content.Length) is { } present && present.AsSpan().SequenceEqual(content))
        {
            // Young again, so that whoever puts it and is about to refer to it finds it still there (see
            // StoreMaintenance).
            if (folder.Guard(PathOf(digest), () => TryTouch(PathOf(digest))))
            {
                return 0;
            }
        }

        using var writer = Create();
        writer.Write(content);
        Publish([writer.Finish()]);
        return content.Length;
    }

    /// <summary>The bytes of a blob, unverified; null when it is not there or has another size.</summary>
    public byte[]? ReadSmall(Sha256Digest digest, long size) =>
        Has(digest, size) ? folder.Guard(PathOf(digest), () => File.ReadAllBytes(PathOf(digest))) : null;

    /// <exception cref="SlipwayException">It is not there.</exception>
    public FileStream OpenRead(Sha256Digest digest)
    {
        string path = PathOf(digest);
        folder.Inspect();
        if (IsLink(new FileInfo(path)))
        {
            throw StoreErrors.BlobDamaged(digest, path, "is a link");
        }

        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.SequentialScan,
            });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw StoreErrors.BlobDamaged(digest, path, "is missing", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.FileFailed(path, exception);
        }
    }

    private static bool IsLink(FileInfo file) => file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <summary>Makes a file young; false when it is another user's of a shared store, who alone may do that.</summary>
    private static bool TryTouch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
