using Slipway.Files.Linux;
using Slipway.Files.Locks;
using Slipway.Store.Database;
using Slipway.Store.Files;

namespace Slipway.Store.Images;

/// <summary>The files that make the blobs an OCI image layout for other tools.</summary>
internal sealed class OciLayout(StoreFolder folder, StoreDatabase database)
{
    /// <summary>Writes <c>index.json</c> anew from the database.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshAsync(null, cancellationToken);

    /// <summary>Changes names in the database, and writes <c>index.json</c> anew.</summary>
    /// <remarks>
    /// All under one lock, so that the last writer has all names, and whoever compares the two never meets a writer
    /// between them.
    /// </remarks>
    public async Task RefreshAsync(Action<Statements>? change, CancellationToken cancellationToken)
    {
        using var alone = await folder.LockAsync(
            folder.Paths.LayoutLock, FileLockMode.Exclusive, null, cancellationToken);
        if (change is not null)
        {
            await database.WriteAsync(
                Durability.Full,
                statements =>
                {
                    change(statements);
                    return true;
                },
                cancellationToken);
        }

        var names = await database.ReadAsync(ImageTables.AllNames, [], cancellationToken);
        if (!Holds(folder.Paths.LayoutMarker, OciDocuments.LayoutMarker))
        {
            Replace(folder.Paths.LayoutMarker, OciDocuments.LayoutMarker.ToArray());
        }

        Replace(folder.Paths.LayoutIndex, OciDocuments.Index(names));
    }

    /// <summary>
    /// What is wrong with the files that make the blobs a layout; none when there is nothing to list yet.
    /// </summary>
    public async Task<IReadOnlyList<(string File, string Wrong)>> CheckAsync(CancellationToken cancellationToken)
    {
        using var alone = folder.IsReadOnly
            ? null
            : await folder.LockAsync(folder.Paths.LayoutLock, FileLockMode.Exclusive, null, cancellationToken);
        var names = await database.ReadAsync(ImageTables.AllNames, [], cancellationToken);
        if (names.Count == 0 && !Path.Exists(folder.Paths.LayoutIndex) && !Path.Exists(folder.Paths.LayoutMarker))
        {
            return [];
        }

        var problems = new List<(string File, string Wrong)>();
        if (!Holds(folder.Paths.LayoutMarker, OciDocuments.LayoutMarker))
        {
            problems.Add((Path.GetFileName(folder.Paths.LayoutMarker), "does not say which layout this is"));
        }

        if (!Holds(folder.Paths.LayoutIndex, OciDocuments.Index(names)))
        {
            problems.Add(
                (Path.GetFileName(folder.Paths.LayoutIndex), "does not list the images that the database has"));
        }

        return problems;
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
                using (var file = folder.CreateFile(
                    temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }))
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
