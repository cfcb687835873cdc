using Slipway.Archives.Docker;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Store.Blobs;
using Slipway.Store.Secrets;

namespace Slipway.Store.Images;

/// <summary>
/// Takes an image out of what an engine saved: reads past the layers that are stored already, compresses the others,
/// and in the end compares everything with what was expected.
/// </summary>
/// <remarks>
/// Names only decide what need not be read. What makes the image is its config, which the image hash fixes, and with it
/// the diff IDs: each of them has to be a layer that the store has or that was hashed here. A wrong name can therefore
/// make an import fail, but never make it store a wrong layer.
/// </remarks>
internal sealed class EngineArchiveIntake(
    ArchiveReader reader,
    EngineImageLayers expected,
    IReadOnlySet<DiffId> stored,
    BlobFolder blobs,
    ArchiveLimits limits,
    Expansion expansion,
    ImageSearch? search) : IAsyncDisposable
{
    private readonly SavedNames _names = new(expected);
    private readonly HashSet<DiffId> _missing = [.. expected.DiffIds.Where(diffId => !stored.Contains(diffId))];
    private readonly List<LayerIntake> _taken = [];
    private byte[]? _config;
    private string? _configName;
    private byte[]? _manifest;
    private bool _isLayout;
    private long _expanded;
    private int _unexpected;

    /// <summary>
    /// The layers that were compressed; their blobs are on the disk when <see cref="RunAsync"/> has ended.
    /// </summary>
    public IReadOnlyList<LayerIntake> Taken => _taken;

    /// <summary>The bytes of the config.</summary>
    public byte[] Config => _config ?? throw new InvalidOperationException("The archive was not read.");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await reader.NextAsync(cancellationToken) is { } entry)
        {
            if (entry.Kind != ArchiveEntryKind.Folder)
            {
                _names.Add(entry);
            }

            if (entry.Kind == ArchiveEntryKind.File)
            {
                await TakeAsync(entry, cancellationToken);
            }
        }

        Verify();
        foreach (var layer in _taken)
        {
            await layer.Finished;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var layer in _taken)
        {
            await layer.DisposeAsync();
        }
    }

    private async Task TakeAsync(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Name == SavedNames.Manifest)
        {
            _manifest = await reader.ReadDocumentAsync(entry, cancellationToken);
        }
        else if (entry.Name == SavedNames.LayoutIndex)
        {
            _isLayout = true;
        }
        else if (_names.IsConfig(entry.Name))
        {
            _config = await reader.ReadDocumentAsync(entry, cancellationToken);
            _configName = entry.Name;
        }
        else if (SavedNames.LegacyId(entry) is { } id)
        {
            _names.Learn(id, await reader.ReadDocumentAsync(entry, cancellationToken));
        }
        else if (SavedNames.MayBeLayer(entry.Name))
        {
            await TakeLayerAsync(entry, cancellationToken);
        }
    }

    private async Task TakeLayerAsync(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        var named = _names.DiffIdOf(entry.Name);
        if (_missing.Count == 0 || (named is { } known && !_missing.Contains(known)))
        {
            return;
        }

        // A layout's blobs are layers, and JSON documents of which none is needed here.
        if (named is null && await reader.PeekAsync(1, cancellationToken) is [(byte)'{'])
        {
            return;
        }

        var layer = await ReadLayerAsync(cancellationToken);
        if (named is { } claimed && claimed != layer.DiffId)
        {
            await layer.DisposeAsync();
            throw ArchiveErrors.Damaged($"the layer {claimed.ToOciString()} is not what its name says");
        }

        _names.Confirm(entry.Name, layer.DiffId);
        if (_missing.Remove(layer.DiffId))
        {
            _taken.Add(layer);
        }
        else
        {
            await layer.DisposeAsync();
            if (++_unexpected > ArchiveLimits.UnexpectedLayers)
            {
                throw ArchiveErrors.Refused(
                    $"it has more than {ArchiveLimits.UnexpectedLayers} layers that are not the image's");
            }
        }
    }

    private async Task<LayerIntake> ReadLayerAsync(CancellationToken cancellationToken)
    {
        long left = limits.ExpandedSize - _expanded;
        var layer =
            left < limits.LayerSize
                ? await LayerIntake.ReadAsync(
                    reader,
                    blobs,
                    expansion,
                    left,
                    ArchiveErrors.TooLarge("its layers together", limits.ExpandedSize),
                    search,
                    cancellationToken)
                : await LayerIntake.ReadAsync(
                    reader,
                    blobs,
                    expansion,
                    limits.LayerSize,
                    ArchiveErrors.TooLarge("a layer", limits.LayerSize),
                    search,
                    cancellationToken);
        _expanded += layer.Size;
        return layer;
    }

    private void Verify()
    {
        if (_config is null || _configName is null)
        {
            throw ArchiveErrors.OtherImage($"there is no config {expected.ImageHash.ToOciString()} in it");
        }

        if (ImageHash.Of(_config) != expected.ImageHash)
        {
            throw ArchiveErrors.Damaged($"the config {expected.ImageHash.ToOciString()} is not what its name says");
        }

        if (!SavedDocuments.DiffIds(_config).AsSpan().SequenceEqual(expected.DiffIds.AsSpan()))
        {
            throw ArchiveErrors.OtherImage("its config lists other layers");
        }

        if (_manifest is not null)
        {
            _names.Verify(SavedDocuments.Images(_manifest), _configName);
        }
        else if (!_isLayout)
        {
            throw ArchiveErrors.Damaged("it has neither a manifest.json nor an index.json");
        }

        if (_missing.Count > 0)
        {
            throw ArchiveErrors.Damaged($"the layer {_missing.Min().ToOciString()} is not in it");
        }
    }
}
