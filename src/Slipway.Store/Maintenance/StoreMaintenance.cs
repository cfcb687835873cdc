using Slipway.Files.Locks;
using Slipway.Model.Diagnostics;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Database;
using Slipway.Store.Errors;
using Slipway.Store.Files;
using Slipway.Store.Images;
using Slipway.Store.Secrets;

namespace Slipway.Store.Maintenance;

/// <summary>Garbage collection and checking.</summary>
/// <remarks>
/// Two things keep what a running build needs. Whoever puts an image or writes an archive holds the blobs' lock shared
/// for as long, and removing needs it alone: so no layer vanishes that was just found to be there. Between the steps of
/// a build (image stored, record added, entry inserted) nobody holds anything; there, images and blobs are kept for as
/// long as <see cref="GcOptions.KeepUnindexed"/> says after they were last put. What a build was found to need it takes
/// into use before it begins, so that it stays as long.
/// </remarks>
public sealed class StoreMaintenance
{
    // https://www.sqlite.org/pragma.html#pragma_quick_check
    private const string Sound = "ok";

    // So many images or blobs are gone before anybody notices that they had to wait.
    private const int PartSize = 2_000;

    private readonly StoreFolder _folder;
    private readonly StoreDatabase _database;
    private readonly BlobFolder _blobs;
    private readonly OciLayout _layout;
    private readonly EmbeddedStoreSecret _secret;
    private readonly FingerprintTable _fingerprints;
    private readonly TimeProvider _clock;
    private readonly GarbageCollector _collector;

    internal StoreMaintenance(
        StoreFolder folder,
        StoreDatabase database,
        BlobFolder blobs,
        OciLayout layout,
        EmbeddedStoreSecret secret,
        FingerprintTable fingerprints,
        TimeProvider clock)
    {
        (_folder, _database, _blobs, _layout, _secret, _fingerprints, _clock) =
            (folder, database, blobs, layout, secret, fingerprints, clock);
        _collector = new GarbageCollector(folder, database, blobs, layout, clock);
    }

    /// <summary>How much there is. Reads no blob.</summary>
    public Task<StoreSummary> SummariseAsync(CancellationToken cancellationToken)
    {
        var files = Directory.Exists(_folder.Paths.Blobs)
            ? new DirectoryInfo(_folder.Paths.Blobs).GetFiles()
            : [];
        var empty = new StoreSummary(0, 0, files.Length, files.Sum(file => file.Length));
        return _database.ReadAsync(
            statements => empty with
            {
                Images = (int)statements.Number("SELECT count(*) FROM images"),
                Entries = (int)statements.Number("SELECT count(*) FROM index_entries"),
            },
            empty,
            cancellationToken);
    }

    /// <summary>What would be removed now. Changes nothing.</summary>
    public Task<GcPlan> PlanGcAsync(GcOptions options, CancellationToken cancellationToken) =>
        _collector.PlanAsync(options, null, cancellationToken);

    /// <summary>
    /// Makes images young again, because somebody is about to use them: whoever collects meanwhile lets them be.
    /// </summary>
    /// <returns>Those that are not there, or not any more.</returns>
    public Task<IReadOnlyList<ImageHash>> TakeIntoUseAsync(
        IReadOnlyCollection<ImageHash> images, CancellationToken cancellationToken) =>
        images.Count == 0
            ? Task.FromResult<IReadOnlyList<ImageHash>>([])
            : _database.WriteAsync<IReadOnlyList<ImageHash>>(
                Durability.Relaxed,
                statements =>
                [
                    .. images.Where(image => statements["UPDATE images SET stored = $now WHERE image_hash = $image"]
                        .With("$now", _clock.GetUtcNow())
                        .With("$image", image)
                        .ExecuteNonQuery() == 0),
                ],
                cancellationToken);

    /// <summary>Removes what a plan lists, save for what has come into use since.</summary>
    /// <returns>What was removed.</returns>
    /// <exception cref="SlipwayException">Others use the store for longer
    /// than the patience; it is read-only.</exception>
    public async Task<GcPlan> CollectAsync(GcPlan plan, GcOptions options, CancellationToken cancellationToken)
    {
        var done = GcPlan.Empty;
        foreach (var part in plan.Parts(PartSize))
        {
            if (!done.IsEmpty)
            {
                // Whoever waits to store an image gets its turn.
                await Task.Delay(FileLock.LongestPause * 1.5, cancellationToken);
            }

            using var alone = await HoldAloneAsync(options.Patience, cancellationToken);
            try
            {
                done = done.With(await _collector.RemoveAsync(part, options, cancellationToken));
            }
            catch (SlipwayException failure) when (failure.Diagnostics[0].Code == StoreCodes.DiskFull)
            {
                return done.With(await _collector.MakeRoomAsync(plan, options, cancellationToken));
            }
        }

        return done;
    }

    /// <summary>Reads every blob that is referred to and compares it with its digest.</summary>
    /// <param name="repair">Whether images, blobs and entries that are broken are forgotten, so that the next build
    /// makes them anew.</param>
    /// <param name="progress">Bytes checked, now and then.</param>
    /// <exception cref="SlipwayException">The database is damaged; or, for a repair,
    /// the store is in use or read-only.</exception>
    public async Task<FsckReport> CheckAsync(
        bool repair, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var hold = repair
            ? await HoldAloneAsync(new GcOptions().Patience, cancellationToken)
            : await _folder.HoldBlobsAsync(cancellationToken);
        var checker = new StoreChecker(_folder, _database, _blobs, _layout, _secret, _fingerprints, progress);
        await CheckDatabaseAsync(cancellationToken);
        await checker.CheckAsync(cancellationToken);
        var report = checker.Report(repaired: false);
        if (!repair || report.Problems.IsEmpty)
        {
            return report;
        }

        await checker.RepairAsync(cancellationToken);
        // Said only when it is so. What was sound is not read again.
        await checker.CheckAsync(cancellationToken);
        return report with { Repaired = checker.Report(repaired: true).Problems.IsEmpty };
    }

    /// <summary>
    /// Looks at the pages of the database that no question of this or another command may ever touch.
    /// </summary>
    private async Task CheckDatabaseAsync(CancellationToken cancellationToken)
    {
        string said = await _database.ReadAsync(
            statements => (string?)statements["PRAGMA quick_check(1)"].ExecuteScalar() ?? Sound,
            Sound,
            cancellationToken);
        if (said != Sound)
        {
            throw StoreErrors.DatabaseDamaged(_folder.Paths.Database, Display.Text(said));
        }
    }

    /// <summary>
    /// Forgets the values that a build secret ever had, so that images in which they stand are stored again.
    /// </summary>
    /// <returns>How many there were.</returns>
    public Task<int> ForgetSecretAsync(string id, CancellationToken cancellationToken) =>
        _fingerprints.ForgetAsync(id, cancellationToken);

    private async Task<IDisposable> HoldAloneAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(patience);
        try
        {
            return await _folder.LockAsync(_folder.Paths.BlobsLock, FileLockMode.Exclusive, null, limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SlipwayException(new Diagnostic(
                StoreCodes.InUse,
                $"Another process is storing or loading an image in {_folder.Paths.Home}",
                "Wait for the other slipway processes to end, and try again."));
        }
    }
}

/// <summary>How much a store holds.</summary>
/// <param name="Images">How many images.</param>
/// <param name="Entries">How many index entries, expired ones that were not collected yet among them.</param>
/// <param name="Blobs">How many blobs are on disk.</param>
/// <param name="Bytes">Bytes of these blobs.</param>
public sealed record StoreSummary(int Images, int Entries, int Blobs, long Bytes);
