using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Store.Blobs;

namespace Slipway.Store.Images;

/// <summary>
/// Takes the one image out of an archive of which nothing is known before, and says in the end what it is.
/// </summary>
/// <remarks>
/// The config and the names of its files come last in most archives, so every layer is hashed and compressed as it
/// comes, except those whose name is the diff ID of a layer that is stored already. As in
/// <see cref="EngineArchiveIntake"/> a wrong name can only make the import fail: the layers are taken by what the
/// config lists, and by what their bytes hash to.
/// </remarks>
internal sealed class ForeignArchiveIntake(
    ArchiveReader reader,
    Func<DiffId, CancellationToken, Task<bool>> isStored,
    BlobFolder blobs,
    ArchiveLimits limits,
    Expansion expansion,
    ArchiveCopy? copy = null) : IAsyncDisposable
{
    private readonly SavedFiles _files = new();
    private readonly Dictionary<string, DiffId> _layers = new(StringComparer.Ordinal);
    private readonly Dictionary<DiffId, LayerIntake> _taken = [];
    private long _expanded;

    /// <summary>The layers that were compressed.</summary>
    public IReadOnlyCollection<LayerIntake> Taken => _taken.Values;

    /// <summary>The bytes of the config.</summary>
    public byte[] Config { get; private set; } = [];

    /// <returns>What the archive holds.</returns>
    /// <exception cref="SlipwayException">It is damaged, refused, or holds several images.</exception>
    public async Task<EngineImageLayers> RunAsync(CancellationToken cancellationToken)
    {
        while (await reader.NextAsync(cancellationToken) is { } entry)
        {
            if (entry.Kind == ArchiveEntryKind.Link)
            {
                _files.AddLink(entry);
            }
            else if (entry.Kind == ArchiveEntryKind.File)
            {
                await TakeAsync(entry, cancellationToken);
            }
        }

        var image = Identify();
        foreach (var layer in _taken.Values)
        {
            await layer.Finished;
        }

        return image;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var layer in _taken.Values)
        {
            await layer.DisposeAsync();
        }
    }

    private async Task TakeAsync(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (await reader.PeekAsync(1, cancellationToken) is [(byte)'{' or (byte)'['])
        {
            _files.AddDocument(entry, await reader.ReadDocumentAsync(entry, cancellationToken));
            return;
        }

        _files.AddOther(entry);
        if (SavedNames.MayBeLayer(entry.Name))
        {
            await (copy is null
                ? TakeLayerAsync(entry, cancellationToken)
                : copy.PassAsync(reader, entry, () => TakeLayerAsync(entry, cancellationToken), cancellationToken));
        }
    }

    private async Task TakeLayerAsync(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (SavedNames.DigestOf(entry.Name) is { } named && await isStored(named, cancellationToken))
        {
            _layers[entry.Name] = named;
            return;
        }

        long left = limits.ExpandedSize - _expanded;
        var layer = await LayerIntake.ReadAsync(
            reader,
            blobs,
            expansion,
            Math.Min(left, limits.LayerSize),
            left < limits.LayerSize
                ? ArchiveErrors.TooLarge("its layers together", limits.ExpandedSize)
                : ArchiveErrors.TooLarge("a layer", limits.LayerSize),
            search: null,
            cancellationToken);
        _expanded += layer.Size;
        _layers[entry.Name] = layer.DiffId;
        if (_layers.Count > ArchiveLimits.UnexpectedLayers + 1)
        {
            await layer.DisposeAsync();
            throw ArchiveErrors.Refused($"it has more than {ArchiveLimits.UnexpectedLayers + 1} layers");
        }

        if (!_taken.TryAdd(layer.DiffId, layer))
        {
            await layer.DisposeAsync();
        }
    }

    /// <summary>Completes the copy; the image was verified and stored.</summary>
    public async Task FinishCopyAsync(CancellationToken cancellationToken)
    {
        if (copy is not null)
        {
            await copy.FinishAsync(Config, _files.FilesOf(_files.List().Image, _layers), cancellationToken);
        }
    }

    private EngineImageLayers Identify()
    {
        var (image, list) = _files.List();
        Config = _files.ConfigOf(image);
        _files.Verify(image, list, Config, _layers);
        return new EngineImageLayers(ImageHash.Of(Config), SavedDocuments.DiffIds(Config));
    }
}
