using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Archives.Docker;

/// <summary>What the names in a saved image's archive say, in each of the forms that engines write.</summary>
/// <remarks>
/// Docker up to 24 writes <c>&lt;id&gt;/layer.tar</c> beside <c>&lt;id&gt;/json</c>; Podman and skopeo <c>&lt;diff
/// ID&gt;.tar</c>; Docker from 25 on and OCI layouts <c>blobs/sha256/&lt;digest&gt;</c>, which is the diff ID of a
/// layer that is not compressed.
/// </remarks>
public sealed class SavedNames(EngineImageLayers expected)
{
    public const string Manifest = "manifest.json";
    public const string LayoutIndex = "index.json";

    /// <summary>The folder of an OCI layout's blobs, each named by its digest.</summary>
    internal const string BlobPrefix = "blobs/sha256/";

    private const string LegacyLayer = "/layer.tar";
    private const string LegacyJson = "/json";
    private const string Tar = ".tar";

    // As go-containerregistry, and with it kaniko, names layers.
    private const string TarGz = ".tar.gz";
    private const string Json = ".json";

    private readonly LegacyLayerIds _legacy = new(expected.DiffIds);
    private readonly ImmutableHashSet<DiffId> _expected = [.. expected.DiffIds];
    private readonly Dictionary<string, ArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DiffId> _diffIds = new(StringComparer.Ordinal);

    /// <summary>Whether a layer may be behind the name of a file.</summary>
    public static bool MayBeLayer(string name) =>
        name.EndsWith(Tar, StringComparison.Ordinal)
        || name.EndsWith(TarGz, StringComparison.Ordinal)
        || name.StartsWith(BlobPrefix, StringComparison.Ordinal);

    /// <summary>The digest that the name of a layer's file gives; null when it gives none.</summary>
    public static DiffId? DigestOf(string name) =>
        DiffId.TryParse(Stem(name, Tar), out var digest) ? digest : null;

    /// <summary>The id of the layer whose <c>json</c> an entry is; null for every other entry.</summary>
    public static Sha256Digest? LegacyId(ArchiveEntry entry) =>
        entry.Size <= ArchiveLimits.LegacyDocument
        && entry.Name.EndsWith(LegacyJson, StringComparison.Ordinal)
        && Sha256Digest.TryParse(entry.Name.AsSpan(0, entry.Name.Length - LegacyJson.Length), out var id)
            ? id
            : null;

    public void Add(ArchiveEntry entry) => _entries.Add(entry.Name, entry);

    public bool IsConfig(string name) =>
        ImageHash.TryParse(Stem(name, Json), out var digest) && digest == expected.ImageHash;

    /// <summary>
    /// Finds out which layer a legacy id stands for, from the <c>json</c> that comes before the layer.
    /// </summary>
    public void Learn(Sha256Digest id, byte[] json)
    {
        if (_legacy.Identify(id, json) is { } diffId)
        {
            _diffIds[$"{id}{LegacyLayer}"] = diffId;
        }
    }

    /// <summary>Keeps what hashing a file's content showed.</summary>
    public void Confirm(string name, DiffId diffId) => _diffIds[name] = diffId;

    /// <summary>The expected layer that a name stands for, or null when the name does not tell.</summary>
    public DiffId? DiffIdOf(string name)
    {
        if (_diffIds.TryGetValue(name, out var learned))
        {
            return learned;
        }

        return DiffId.TryParse(Stem(name, Tar), out var digest) && _expected.Contains(digest) ? digest : null;
    }

    /// <summary>Compares <c>manifest.json</c> with everything that the names and the contents have told.</summary>
    public void Verify(ImmutableArray<SavedImage> images, string configName)
    {
        var image = images.FirstOrDefault(candidate => Resolve(candidate.Config)?.Name == configName)
            ?? throw ArchiveErrors.OtherImage("its manifest.json does not list the image");
        if (image.Layers.Length != expected.DiffIds.Length)
        {
            throw ArchiveErrors.Damaged(
                $"its manifest.json lists {image.Layers.Length} layers of {expected.DiffIds.Length}");
        }

        for (int i = 0; i < image.Layers.Length; i++)
        {
            var entry = Resolve(image.Layers[i])
                ?? throw ArchiveErrors.Damaged($"{ArchiveErrors.Quoted(image.Layers[i])} is not in it");
            if (DiffIdOf(entry.Name) is { } diffId && diffId != expected.DiffIds[i])
            {
                throw ArchiveErrors.Damaged(
                    $"layer {i} of its manifest.json is {diffId.ToOciString()}, not "
                    + $"{expected.DiffIds[i].ToOciString()}");
            }
        }
    }

    /// <summary>The digest's place in a name: the file's name without its folder and the given ending.</summary>
    private static ReadOnlySpan<char> Stem(string name, string ending)
    {
        var stem = name.AsSpan();
        if (stem.StartsWith(BlobPrefix, StringComparison.Ordinal))
        {
            return stem[BlobPrefix.Length..];
        }

        return stem.EndsWith(ending, StringComparison.Ordinal) ? stem[..^ending.Length] : default;
    }

    /// <summary>The file behind a path, links followed; null when there is none.</summary>
    private ArchiveEntry? Resolve(string path)
    {
        // Engines write links to files only; a few more steps are for whoever repacks archives.
        for (int steps = 0; steps < 8 && _entries.TryGetValue(path, out var entry); steps++)
        {
            if (entry.Target is null)
            {
                return entry;
            }

            path = entry.Target;
        }

        return null;
    }
}
