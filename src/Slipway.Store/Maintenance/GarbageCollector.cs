using System.Collections.Immutable;
using Slipway.Files.Scratch;
using Slipway.Model.Diagnostics;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Database;
using Slipway.Store.Errors;
using Slipway.Store.Files;
using Slipway.Store.Images;

namespace Slipway.Store.Maintenance;

/// <summary>Plans and removes what nothing refers to.</summary>
internal sealed class GarbageCollector(
    StoreFolder folder, StoreDatabase database, BlobFolder blobs, OciLayout layout, TimeProvider clock)
{
    // Writing one layer takes minutes; and whoever holds the blobs alone knows that nobody writes any.
    private static readonly TimeSpan TemporaryAge = TimeSpan.FromHours(1);

    /// <summary>What would be removed now.</summary>
    /// <param name="options">What is kept.</param>
    /// <param name="agreed">Nothing but this is removed; null for whatever is to go.</param>
    /// <param name="cancellationToken">Ends the waiting for others.</param>
    public async Task<GcPlan> PlanAsync(GcOptions options, GcPlan? agreed, CancellationToken cancellationToken)
    {
        var left = FindLeft(agreed);
        return await database.ReadAsync<GcPlan?>(
                statements => Plan(statements, options, agreed, left), null, cancellationToken)
            // Without a database nothing is known to be in use, and nothing to be garbage either, save for its age.
            ?? Plan(null, options, agreed, left);
    }

    /// <summary>Removes what was agreed on and is still not in use: names first, then files.</summary>
    /// <remarks>
    /// What is found and what is removed of the database is one transaction: an entry that another process inserts
    /// either is seen, or finds the image gone. A crash leaves at most blobs that nothing refers to, which the next
    /// collection removes.
    /// </remarks>
    /// <returns>What was removed.</returns>
    public async Task<GcPlan> RemoveAsync(GcPlan agreed, GcOptions options, CancellationToken cancellationToken)
    {
        // Nobody can build while the database is written, so what is no part of it is looked for before.
        var left = FindLeft(agreed);
        var plan = await database.WriteAsync(
            Durability.Full,
            statements =>
            {
                var now = Plan(statements, options, agreed, left);
                DeleteRows(statements, now);
                return now;
            },
            cancellationToken);
        await ForgetNamesAsync(plan, cancellationToken);
        RemoveFiles(plan, cancellationToken);
        return plan;
    }

    /// <summary>
    /// Removes what was agreed on from a disk without any room, where files have to make some for rows.
    /// </summary>
    /// <remarks>A crash in between leaves rows of images that are not there, which count as not found.</remarks>
    /// <returns>What was removed.</returns>
    public async Task<GcPlan> MakeRoomAsync(GcPlan agreed, GcOptions options, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(options, agreed, cancellationToken);
        RemoveFiles(plan, cancellationToken);
        await database.WriteAsync(
            Durability.Full, statements => DeleteRows(statements, plan), cancellationToken);
        await ForgetNamesAsync(plan, cancellationToken);
        return plan;
    }

    /// <summary>Other tools must not be led to what is gone.</summary>
    private Task ForgetNamesAsync(GcPlan plan, CancellationToken cancellationToken) =>
        plan.Images.IsEmpty && plan.Builds.IsEmpty ? Task.CompletedTask : layout.RefreshAsync(cancellationToken);

    // A part of a plan that has no files needs no look at any.
    private static ImmutableArray<GcFile> FindLeft(GcPlan? agreed) =>
        agreed is { Files.IsEmpty: true } ? [] : LeftFiles.Find();

    private GcPlan Plan(Statements? statements, GcOptions options, GcPlan? agreed, ImmutableArray<GcFile> left)
    {
        var now = clock.GetUtcNow();
        var references = statements is null
            ? null
            : GcReferences.Find(statements, options, now, agreed, new StoreReading(statements, blobs));
        var plan = new GcPlan(
            [.. references?.DeadEntries ?? []],
            [.. references?.DeadImages ?? []],
            [.. references?.DeadBuilds ?? []],
            [.. UnusedBlobs(agreed, references?.Blobs ?? [], now - options.KeepUnindexed)],
            [.. agreed is { Files.IsEmpty: true } ? [] : OldFiles(options, references, now), .. left]);
        return agreed is null
            ? plan
            : new GcPlan(
                [.. agreed.Entries.Intersect(plan.Entries)],
                [.. agreed.Images.Intersect(plan.Images)],
                [.. agreed.Builds.Intersect(plan.Builds)],
                [.. agreed.Blobs.Intersect(plan.Blobs)],
                [.. agreed.Files.Intersect(plan.Files)]);
    }

    private IEnumerable<GcFile> OldFiles(GcOptions options, GcReferences? references, DateTimeOffset now) =>
    [
        .. LeftFiles.Old(folder.Paths.Temporary, now - TemporaryAge, _ => true),
        .. LeftFiles.Old(folder.Paths.Logs, now - options.KeepBuilds, file => IsUnusedLog(file, references)),
    ];

    /// <summary>Stops between two files when it is cancelled: the next collection takes the rest.</summary>
    private void RemoveFiles(GcPlan plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (
            string path in plan
                .Blobs.Select(blob => blobs.PathOf(blob.Digest))
                .Concat(plan.Files.Select(file => file.Path)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            folder.Guard(
                path,
                () =>
                {
                    if (ScratchSweep.IsScratch(path))
                    {
                        ScratchSweep.Remove(path);
                    }
                    else
                    {
                        File.Delete(path);
                    }

                    return true;
                });
        }
    }

    private static bool DeleteRows(Statements statements, GcPlan plan)
    {
        foreach (var entry in plan.Entries)
        {
            statements["DELETE FROM index_entries WHERE namespace = $ns"].With("$ns", entry.Value).ExecuteNonQuery();
        }

        foreach (var image in plan.Images)
        {
            ImageTables.ForgetImage(statements, image);
        }

        foreach (var build in plan.Builds)
        {
            statements["DELETE FROM builds WHERE id = $id"].With("$id", build.Value).ExecuteNonQuery();
        }

        if (!plan.Builds.IsEmpty)
        {
            ImageTables
                .ForgedNames(statements)
                .ForEach(name => ImageTables.ForgetName(statements, name.Name, name.Digest));
        }

        foreach (var blob in plan.Blobs)
        {
            statements["DELETE FROM layers WHERE blob = $blob"].With("$blob", blob.Digest).ExecuteNonQuery();
            statements["DELETE FROM small_blobs WHERE digest = $blob"].With("$blob", blob.Digest).ExecuteNonQuery();
            statements["DELETE FROM statements WHERE digest = $blob"].With("$blob", blob.Digest).ExecuteNonQuery();
        }

        statements.Execute(
            "DELETE FROM image_ancestors WHERE ancestor NOT IN (SELECT image_hash FROM statements)");
        return true;
    }

    private static bool IsUnusedLog(FileInfo file, GcReferences? references) =>
        !BuildId.TryParse(Path.GetFileNameWithoutExtension(file.Name), out var id)
        || references?.Builds.Contains(id) != true;

    /// <summary>
    /// A blob is young when it was written, or put again, less than the given time ago: its row, or the record and the
    /// entry that refer to it, may still be on their way in another process.
    /// </summary>
    private IEnumerable<GcBlob> UnusedBlobs(GcPlan? agreed, HashSet<Sha256Digest> used, DateTimeOffset olderThan) =>
        // Of a store with a hundred thousand blobs only those are looked at again that are to go.
        (agreed?.Blobs.Select(blob => new FileInfo(blobs.PathOf(blob.Digest))).Where(file => file.Exists)
            ?? LeftFiles.In(folder.Paths.Blobs))
            .Where(file => file.LastWriteTimeUtc < olderThan.UtcDateTime)
            .Select(file => Sha256Digest.TryParse(file.Name, out var digest) && !used.Contains(digest)
                ? new GcBlob(digest, file.Length)
                : null)
            .OfType<GcBlob>();
}
