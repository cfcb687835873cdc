using Slipway.Model.Values;

namespace Slipway.Archives.Docker;

/// <summary>The documents and links of an archive of which nothing is known before: they say what it holds.</summary>
public sealed class SavedFiles
{
    // What manifest.json and the configs of archives have together; the other documents are small.
    private const long MostBytes = 4L * ArchiveLimits.Document;

    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private long _bytes;

    public void AddLink(ArchiveEntry link) => _links[link.Name] = link.Target!;

    /// <summary>Takes in that there is a file that was not read as a document.</summary>
    public void AddOther(ArchiveEntry entry) => _others.Add(entry.Name);

    public void AddDocument(ArchiveEntry entry, byte[] content)
    {
        _bytes += content.Length;
        if (_bytes > MostBytes)
        {
            throw ArchiveErrors.TooLarge("its documents together", MostBytes);
        }

        _documents[entry.Name] = content;
    }

    /// <summary>The image of the archive, and the name of the document that lists its layers.</summary>
    public (SavedImage Image, string List) List()
    {
        // Docker writes both, and then manifest.json has the names by which the engine knows the layers.
        if (_documents.TryGetValue(SavedNames.Manifest, out byte[]? manifest))
        {
            var images = SavedDocuments.Images(manifest);
            if (images is not [var image])
            {
                throw ArchiveErrors.NotOne(SavedNames.Manifest, images.Length, string.Empty);
            }

            return (image, SavedNames.Manifest);
        }

        return _documents.TryGetValue(SavedNames.LayoutIndex, out byte[]? index)
            ? (new SavedLayout(path => Find(_documents, path)).Find(index), "manifest")
            : throw ArchiveErrors.Damaged("it has neither a manifest.json nor an index.json");
    }

    /// <summary>The config of an image.</summary>
    public byte[] ConfigOf(SavedImage image) => Find(_documents, image.Config)
        ?? throw ArchiveErrors.Damaged($"the config {ArchiveErrors.Quoted(image.Config)} is not in it");

    /// <summary>What is behind a path, links followed.</summary>
    public T? Find<T>(IReadOnlyDictionary<string, T> files, string path)
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

    /// <summary>The names of the files in which the layers of an image are, links followed, the lowest first.</summary>
    /// <param name="image">The image; its layers were verified.</param>
    /// <param name="layers">The layers of the archive by the names of their files.</param>
    public IEnumerable<string> FilesOf(SavedImage image, IReadOnlyDictionary<string, DiffId> layers)
    {
        var names = layers.Keys.ToDictionary(name => name, name => name, StringComparer.Ordinal);
        return image.Layers.Select(layer => Find(names, layer)!);
    }

    /// <summary>The layers of an image, held against those that its config lists.</summary>
    /// <param name="image">The image.</param>
    /// <param name="list">The name of the document that lists its layers.</param>
    /// <param name="config">Its config.</param>
    /// <param name="layers">What the layers of the archive hash to, by the names of their files.</param>
    /// <remarks>
    /// Some engines go by <c>manifest.json</c>, some by <c>index.json</c>: where both are there, both have to lead to
    /// the same image.
    /// </remarks>
    public void Verify(SavedImage image, string list, byte[] config, IReadOnlyDictionary<string, DiffId> layers)
    {
        VerifyLayers(image, list, config, layers);
        if (list != SavedNames.Manifest)
        {
            return;
        }

        if (_others.Contains(SavedNames.LayoutIndex))
        {
            throw ArchiveErrors.Damaged($"its {SavedNames.LayoutIndex} cannot be read");
        }

        if (_documents.TryGetValue(SavedNames.LayoutIndex, out byte[]? index))
        {
            var layout = new SavedLayout(path => Find(_documents, path));
            foreach (var other in layout.FindAll(index, _others.Contains))
            {
                if (!ConfigOf(other).AsSpan().SequenceEqual(config))
                {
                    throw ArchiveErrors.Refused(
                        $"its {SavedNames.Manifest} leads to the image {ImageHash.Of(config).ToOciString()}, and its "
                        + $"{SavedNames.LayoutIndex} to {ImageHash.Of(ConfigOf(other)).ToOciString()}");
                }

                VerifyLayers(other, SavedNames.LayoutIndex, config, layers);
            }
        }
    }

    private void VerifyLayers(
        SavedImage image, string list, byte[] config, IReadOnlyDictionary<string, DiffId> layers)
    {
        var diffIds = SavedDocuments.DiffIds(config);
        if (image.Layers.Length != diffIds.Length)
        {
            throw ArchiveErrors.Damaged(
                $"its {list} lists {image.Layers.Length} layers, and its config {diffIds.Length}");
        }

        for (int i = 0; i < diffIds.Length; i++)
        {
            var layer = Find(layers, image.Layers[i]);
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
    }
}
