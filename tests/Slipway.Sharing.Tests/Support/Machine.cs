using System.Collections.Immutable;
using System.Text;
using Slipway.Contracts;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store;

namespace Slipway.Sharing.Tests.Support;

/// <summary>A machine with a store of its own that shares images in a registry.</summary>
internal sealed class Machine : IDisposable
{
    private static readonly IndexNaming Naming = new(new SlipwayConfig { Prefix = "gecko" });

    private readonly TestFolder _folder = new();
    private readonly int _level;

    public Machine(RepositoryName root, IImageRegistry registry, int level = 3, params string[] images)
    {
        _level = level;
        Store = _folder.Open();
        Shared = new SharedBackend(SharedRegistry.Settings(root, registry, Store, SharedRegistry.Push(level)) with
        {
            Images = () => images.Length > 0 ? images.Select(ImageName.Parse) : [ImageName.Parse("base")],
            Warn = Warnings.Add,
        });
    }

    public EmbeddedStore Store { get; }

    public SharedBackend Shared { get; }

    public List<Diagnostic> Warnings { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Builds an image: stores it, writes it down, and shares it.</summary>
    public async Task<IndexEntry> BuildAsync(
        TestImage image, string name = "base", string inputs = "inputs", DateTimeOffset? when = null)
    {
        var stored = (await image.PutAsync(Store)).Image;
        var manifest = Encoding.UTF8.GetBytes(inputs);
        await Store.Images.PutBlobAsync(manifest, Cancel);
        var record = TestBuild.Record(
            InputsDigest.Of(manifest), image.Hash, when ?? DateTimeOffset.UtcNow, _level, name) with
        {
            InputsManifest = Sha256Digest.Of(manifest),
            Revision = "0123456789",
        };
        await using (var log = Store.Builds.CreateLog(record.Id))
        {
            await log.WriteAsync(Encoding.UTF8.GetBytes($"the log of {name}\n"), Cancel);
        }

        await Store.Builds.AddAsync(record, Cancel);
        return await ShareAsync(record, stored);
    }

    /// <summary>Shares an image that is in the store, and puts it into the index.</summary>
    public async Task<IndexEntry> ShareAsync(BuildRecord record, StoredImage stored)
    {
        var entry = TestBuild.Entry(
            Naming.Hash(record.Image, record.Digest, record.Scope).Value,
            record,
            DateTimeOffset.UtcNow.AddDays(1));
        await Shared.Sharing.ShareAsync(new SharedBuild(record, stored, entry), null, Cancel);
        return Shared.Sharing.IsShared ? await Shared.Index.InsertAsync(entry, Cancel) : entry;
    }

    /// <summary>Finds what another machine has shared.</summary>
    public async Task<IndexEntry?> FindAsync(IndexEntry entry) =>
        await Shared.Index.FindAsync(entry.Namespace, Cancel);

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }
}
