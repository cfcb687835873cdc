using Slipway.Store.Database;
using Slipway.Store.Files;

namespace Slipway.Store.Images;

/// <summary>The files that make the blobs an OCI image layout for other tools.</summary>
internal sealed class OciLayout(StoreFolder folder, StoreDatabase database)
{
    /// <summary>Writes <c>index.json</c> anew from the database.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // The names are read under the lock, so that the last writer has all of them.
        using var alone = await folder.LockAsync(
            folder.Paths.LayoutLock, FileLockMode.Exclusive, null, cancellationToken);
        var names = await database.ReadAsync(ImageTables.AllNames, [], cancellationToken);
        if (!File.Exists(folder.Paths.LayoutMarker))
        {
            Replace(folder.Paths.LayoutMarker, OciDocuments.LayoutMarker.ToArray());
        }

        Replace(folder.Paths.LayoutIndex, OciDocuments.Index(names));
    }

    /// <summary>Whether <c>index.json</c> says what the database says.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        var names = await database.ReadAsync(ImageTables.AllNames, [], cancellationToken);
        if (names.Count == 0 && !File.Exists(folder.Paths.LayoutIndex))
        {
            return true;
        }

        return Holds(folder.Paths.LayoutMarker, OciDocuments.LayoutMarker)
            && Holds(folder.Paths.LayoutIndex, OciDocuments.Index(names));
    }

    private bool Holds(string path, ReadOnlySpan<byte> content) =>
        File.Exists(path)
        && folder.Guard(path, () => File.ReadAllBytes(path)).AsSpan().SequenceEqual(content);

    private void Replace(string path, byte[] content)
    {
        string temporary = Path.Join(folder.Paths.Temporary, Guid.NewGuid().ToString("N"));
        folder.Guard(path, () =>
        {
            try
            {
                using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
                {
                    file.Write(content);
                    file.Flush(flushToDisk: true);
                }

                File.Move(temporary, path, overwrite: true);
                Posix.SyncFolder(folder.Paths.Layout);
            }
            finally
            {
                File.Delete(temporary);
            }

            return true;
        });
    }
}
