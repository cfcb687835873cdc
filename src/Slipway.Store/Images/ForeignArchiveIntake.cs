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
    Expansion expansion) : IAsyncDisposable
{
    // What manifest.json and the configs of archives have together; the other documents are small.
    private const long DocumentBytes = 4L * ArchiveLimits.Document;

    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DiffId> _layers = new(StringComparer.Ordinal);
    private readonly Dictionary<DiffId, LayerIntake> _taken = [];
    private long _documentBytes;
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
                _links[entry.Name] = entry.Target!;
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
            await TakeDocumentAsync(entry, cancellationToken);
        }
        else if (SavedNames.MayBeLayer(entry.Name))
        {
            await TakeLayerAsync(entry, cancellationToken);
        }
    }

    private async Task TakeDocumentAsync(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        byte[] content = await reader.ReadDocumentAsync(entry, cancellationToken);
        _documentBytes += content.Length;
        if (_documentBytes > DocumentBytes)
        {
            throw ArchiveErrors.TooLarge("its documents together", DocumentBytes);
        }

        _documents[entry.Name] = content;
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

    private EngineImageLayers Identify()
    {
        var (image, list) = List();
        Config = Find(_documents, image.Config) ?? throw ArchiveErrors.Damaged(
            $"the config {ArchiveErrors.Quoted(image.Config)} is not in it");
        var diffIds = SavedDocuments.DiffIds(Config);
        if (image.Layers.Length != diffIds.Length)
        {
            throw ArchiveErrors.Damaged(
                $"its {list} lists {image.Layers.Length} layers, and its config {diffIds.Length}");
        }

        for (int i = 0; i < diffIds.Length; i++)
        {
            var layer = Find(_layers, image.Layers[i]);
            if (layer == default(DiffId))
            {
                throw ArchiveErrors.Damaged($"the layer {ArchiveErrors.Quoted(image.Layers[i])} is not in it");
            }

            if (layer != diffIds[i])
            {
                throw ArchiveErrors.Damaged(
                    $"layer {i} of its {list} is {layer.ToOciString()}, not {diffIds[i].ToOciString()}");
            }
        }

        return new EngineImageLayers(ImageHash.Of(Config), diffIds);
    }

    /// <summary>The image of the archive, and the name of the document that lists its layers.</summary>
    private (SavedImage Image, string List) List()
    {
        // Docker writes both, and then manifest.json has the names by which the engine knows the layers.
        if (_documents.TryGetValue(SavedNames.Manifest, out byte[]? manifest))
        {
            var images = SavedDocuments.Images(manifest);
            return images is [var image]
                ? (image, SavedNames.Manifest)
                : throw ArchiveErrors.NotOne(SavedNames.Manifest, images.Length, string.Empty);
        }

        return _documents.TryGetValue(SavedNames.LayoutIndex, out byte[]? index)
            ? (new SavedLayout(path => Find(_documents, path)).Find(index), "manifest")
            : throw ArchiveErrors.Damaged("it has neither a manifest.json nor an index.json");
    }

    /// <summary>What is behind a path, links followed.</summary>
    private T? Find<T>(Dictionary<string, T> files, string path)
    {
        // Engines write links to files only; a few more steps are for whoever repacks archives.
        for (int steps = 0; steps < 8; steps++)
        {
            if (files.TryGetValue(path, out var found))
            {
                return found;
            }

            if (!_links.TryGetValue(path, out string? target))
            {
                break;
            }

            path = target;
        }

        return default;
    }
}
