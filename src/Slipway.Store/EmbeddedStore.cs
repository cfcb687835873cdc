using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Indexing;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Store.Blobs;
using Slipway.Store.Builds;
using Slipway.Store.Database;
using Slipway.Store.Digests;
using Slipway.Store.Files;
using Slipway.Store.Images;
using Slipway.Store.Indexing;
using Slipway.Store.Maintenance;
using Slipway.Store.Secrets;
using Slipway.Store.Settings;

namespace Slipway.Store;

/// <summary>The store of one machine: a folder with an OCI image layout and a SQLite database.</summary>
/// <remarks>
/// Any number of processes may have it open. Nothing is made on disk before the first write, and the database is opened
/// when it is first asked. All members are safe for use from several threads.
/// </remarks>
public sealed class EmbeddedStore : IDisposable
{
    private readonly StoreDatabase _database;
    private readonly StoreFolder _folder;

    private EmbeddedStore(StoreOptions options)
    {
        var folder = new StoreFolder(new StorePaths(options.Home), options.ReadOnly, options.IsShared);
        _folder = folder;
        _database = new StoreDatabase(folder, options.Program);
        var blobs = new BlobFolder(folder);
        var layout = new OciLayout(folder, _database);
        var secret = new EmbeddedStoreSecret(folder);
        Home = options.Home;
        Index = new EmbeddedIndex(_database, options.TimeProvider);
        Answers = new EmbeddedAnswers(folder, _database);
        var fingerprints = new FingerprintTable(_database, secret);
        var seals = new RowSeals(secret);
        Images = new EmbeddedImageStore(folder, _database, blobs, layout, fingerprints, seals, options);
        Statements = new EmbeddedStatements(_database, Images);
        Builds = new EmbeddedBuildRecords(_database, folder, seals);
        Locks = new EmbeddedBuildLocks(folder);
        Runs = new EmbeddedBuildRuns(folder);
        Secret = secret;
        Digests = new EmbeddedDigestCache(_database, options.TimeProvider);
        Maintenance = new StoreMaintenance(
            folder, _database, blobs, layout, secret, fingerprints, options.TimeProvider);
    }

    /// <summary>The store's folder, an absolute path.</summary>
    public string Home { get; }

    public IImageIndex Index { get; }

    /// <summary>What registries answered lately.</summary>
    public IAnswerCache Answers { get; }

    public IImageStore Images { get; }

    /// <summary>What was signed about images.</summary>
    public IStatementStore Statements { get; }

    public IBuildRecords Builds { get; }

    public IBuildLocks Locks { get; }

    public IBuildRuns Runs { get; }

    public IStoreSecret Secret { get; }

    public IDigestCache Digests { get; }

    /// <summary>What <c>gc</c> and <c>fsck</c> do.</summary>
    public StoreMaintenance Maintenance { get; }

    /// <summary>Opens a store, which need not exist.</summary>
    /// <exception cref="SlipwayException">
    /// Nothing here; but the first use of the members fails when the database is damaged or of a newer version, and the
    /// first write when the folder is read-only.
    /// </exception>
    public static EmbeddedStore Open(StoreOptions options) =>
        new(options with { Home = Path.GetFullPath(options.Home) });

    /// <summary>A store that has nothing and takes nothing, for who looks and need not find.</summary>
    public static EmbeddedStore OpenNowhere(TimeProvider clock) =>
        // No folder can be there.
        new(new StoreOptions { Home = "/dev/null/slipway", ReadOnly = true, TimeProvider = clock });

    /// <summary>Whether the store can only be read.</summary>
    public bool IsReadOnly => _folder.IsReadOnly;

    /// <summary>
    /// Makes the store's folders, so that a build does not find out at its end that nothing can be kept.
    /// </summary>
    /// <exception cref="SlipwayException">The store is read-only.</exception>
    public void EnsureWritable() => _folder.EnsureWritable();

    public void Dispose() => _database.Dispose();
}
