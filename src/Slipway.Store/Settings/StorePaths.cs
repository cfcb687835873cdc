using System.Text;
using Slipway.Model.Values;

namespace Slipway.Store.Settings;

/// <summary>The folders and files of a store.</summary>
internal sealed class StorePaths(string home)
{
    /// <summary>How many bytes the store's secret has.</summary>
    public const int SecretSize = 32;

    private const string RunPrefix = "run-";

    public string Home { get; } = home;

    public string Database { get; } = Path.Join(home, "index.db");

    /// <summary>What SQLite keeps beside it: https://www.sqlite.org/tempfiles.html</summary>
    public string[] DatabaseCompanions => [$"{Database}-wal", $"{Database}-shm", $"{Database}-journal"];

    /// <summary>The store's secret, which only its owner may read.</summary>
    public string Secret { get; } = Path.Join(home, "secret");

    /// <summary>The OCI image layout.</summary>
    public string Layout { get; } = Path.Join(home, "oci");

    public string LayoutMarker { get; } = Path.Join(home, "oci", "oci-layout");

    public string LayoutIndex { get; } = Path.Join(home, "oci", "index.json");

    public string Blobs { get; } = Path.Join(home, "oci", "blobs", "sha256");

    /// <summary>Unfinished files; in the layout's folder, so that a rename never crosses file systems.</summary>
    public string Temporary { get; } = Path.Join(home, "oci", "tmp");

    public string Locks { get; } = Path.Join(home, "locks");

    public string Logs { get; } = Path.Join(home, "logs");

    /// <summary>Held shared by whoever reads or writes blobs, and alone by whoever removes them.</summary>
    public string BlobsLock => Path.Join(Locks, "blobs.lock");

    /// <summary>Held while the database is created or brought to a newer version.</summary>
    public string SchemaLock => Path.Join(Locks, "schema.lock");

    /// <summary>Held while <c>index.json</c> is rewritten.</summary>
    public string LayoutLock => Path.Join(Locks, "layout.lock");

    /// <summary>Held while the secret is made.</summary>
    public string SecretLock => Path.Join(Locks, "secret.lock");

    public string Blob(Sha256Digest digest) => Path.Join(Blobs, digest.ToString());

    public string BuildLock(InputsDigest digest) => Path.Join(Locks, $"{digest}.lock");

    /// <summary>Held by a run that builds with an engine; the engine's address stands in the name as a hash.</summary>
    public string RunLock(string run, string engine) =>
        Path.Join(Locks, $"{RunPrefix}{run}.{Sha256Digest.Of(Encoding.UTF8.GetBytes(engine)).Short}.lock");

    /// <summary>The run in the path of such a lock.</summary>
    public static string RunOf(string path) => Path.GetFileName(path)[RunPrefix.Length..].Split('.')[0];

    public string Log(BuildId id) => Path.Join(Logs, $"{id}.log");
}
