using Slipway.Store;
using Slipway.Store.Settings;
using Slipway.Tests;

namespace Slipway.Contracts;

/// <summary>A folder of a test's own with a store in it.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    /// <summary>
    /// Stands until a test moves it; at first where the files that the store writes have their times from.
    /// </summary>
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public string Home => System.IO.Path.Join(Path, "home");

    public string Database => System.IO.Path.Join(Home, "index.db");

    public string Blobs => System.IO.Path.Join(Home, "oci", "blobs", "sha256");

    public EmbeddedStore Open(Func<StoreOptions, StoreOptions>? with = null)
    {
        var options = new StoreOptions { Home = Home, TimeProvider = Clock };
        return EmbeddedStore.Open(with is null ? options : with(options));
    }

    /// <summary>Every file of the store that holds content, with what is in it.</summary>
    public SortedDictionary<string, string> Snapshot()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Directory.Exists(System.IO.Path.Join(Home, "oci")))
        {
            foreach (
                string file in Directory.EnumerateFiles(
                    System.IO.Path.Join(Home, "oci"), "*", SearchOption.AllDirectories))
            {
                files[file] = Convert.ToHexString(
                    System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
            }
        }

        return files;
    }

    public void Dispose() => _folder.Dispose();
}
