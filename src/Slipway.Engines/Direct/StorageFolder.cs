using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Direct;

/// <summary>
/// The folder in which Podman and Buildah keep their images, for those who may read it: as a rule their owner.
/// </summary>
/// <remarks>
/// https://github.com/containers/storage, <c>images.go</c>, <c>layers.go</c>: <c>&lt;driver&gt;-images/images.json</c>
/// names the highest layer of each image and <c>&lt;driver&gt;-layers/layers.json</c> the layer below each layer. Both
/// are replaced as a whole, and neither a layer nor a config ever changes. What is read here is a hint for whoever
/// loads, and compared with the hashes by whoever takes in.
/// </remarks>
/// <param name="root">The folder.</param>
/// <param name="driver">Such as <c>overlay</c> or <c>vfs</c>.</param>
internal sealed partial class StorageFolder(string root, string driver)
{
    private const string Overlay = "overlay";
    private const string Vfs = "vfs";
    private const string Incomplete = "incomplete";

    /// <summary>An image as it is kept there.</summary>
    /// <returns>Null when it is not there, or cannot be read here.</returns>
    public SplitLayers? TryOpen(EngineImageLayers image)
    {
        try
        {
            if (Images().FirstOrDefault(kept => kept.Id == image.ImageHash.ToString()) is not { } found
                || Chain(found.Layer) is not { } chain
                || !chain.Select(DiffIdOf).SequenceEqual(image.DiffIds.Select(diffId => (DiffId?)diffId)))
            {
                return null;
            }

            byte[] config = File.ReadAllBytes(
                Path.Join(root, $"{driver}-images", found.Id, NameOf(image.ImageHash.ToOciString())));
            if (ImageHash.Of(config) != image.ImageHash)
            {
                return null;
            }

            var layers = chain.Select(layer => (Split: SplitOf(layer), Files: FilesOf(layer))).ToImmutableArray();
            return layers.All(layer => File.Exists(layer.Split) && Directory.Exists(layer.Files))
                ? new SplitLayers(config, layers)
                : null;
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return null;
        }
    }

    /// <summary>What is kept under the ID of an image: what its config says of its layers does not count.</summary>
    public KeptImage Look(EngineImageLayers image)
    {
        try
        {
            if (Images().FirstOrDefault(kept => kept.Id == image.ImageHash.ToString()) is not { } found)
            {
                return KeptImage.Unknown;
            }

            // A layer may lack the digest of what was unpacked; then only sending it tells.
            var kept = Chain(found.Layer)?.Select(DiffIdOf).ToList();
            return kept is null || kept.Contains(null) ? KeptImage.Unknown
                : kept.SequenceEqual(image.DiffIds.Select(diffId => (DiffId?)diffId)) ? KeptImage.Same
                : KeptImage.Other;
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return KeptImage.Unknown;
        }
    }

    /// <summary>How many of the lowest of some layers are kept there, of whatever images.</summary>
    public int CountPresent(ImmutableArray<DiffId> layers)
    {
        try
        {
            var kept = Layers().Where(IsWhole).Select(DiffIdOf).ToHashSet();
            return layers.TakeWhile(layer => kept.Contains(layer)).Count();
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return 0;
        }
    }

    private static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or JsonException;

    /// <summary>The layers of an image, the lowest first; null when some are not there as a whole.</summary>
    private List<Layer>? Chain(string? top)
    {
        var layers = Layers()
            .Where(IsWhole)
            .DistinctBy(layer => layer.Id)
            .ToDictionary(layer => layer.Id!, StringComparer.Ordinal);
        var chain = new List<Layer>();
        for (string? id = top; !string.IsNullOrEmpty(id);)
        {
            // Taken out, so that a circle ends.
            if (!layers.Remove(id, out var layer))
            {
                return null;
            }

            chain.Add(layer);
            id = layer.Parent;
        }

        chain.Reverse();
        return chain;
    }

    /// <summary>Whether a layer was read to its end, and its name is one of a file.</summary>
    private static bool IsWhole(Layer layer) =>
        layer.Id is { Length: > 0 } id
        && id.All(char.IsAsciiHexDigit)
        && !(layer.Flags?.ContainsKey(Incomplete) ?? false);

    private static DiffId? DiffIdOf(Layer layer) => DiffId.TryParseOci(layer.Digest, out var diffId) ? diffId : null;

    private string SplitOf(Layer layer) => Path.Join(root, $"{driver}-layers", $"{layer.Id}.tar-split.gz");

    // The files of vfs are those of the layers below too, and the description names only the layer's own.
    private string FilesOf(Layer layer) => driver switch
    {
        Overlay => Path.Join(root, Overlay, layer.Id, "diff"),
        Vfs => Path.Join(root, Vfs, "dir", layer.Id),
        _ => throw new IOException($"Where '{driver}' keeps files is not known."),
    };

    /// <summary>What a document of an image is called (<c>makeBigDataBaseName</c>).</summary>
    private static string NameOf(string key) => $"={Convert.ToBase64String(Encoding.ASCII.GetBytes(key))}";

    private IEnumerable<Image> Images()
    {
        using var file = File.OpenRead(Path.Join(root, $"{driver}-images", "images.json"));
        return (JsonSerializer.Deserialize(file, StorageContext.Default.ListImage) ?? []).OfType<Image>();
    }

    private IEnumerable<Layer> Layers()
    {
        using var file = File.OpenRead(Path.Join(root, $"{driver}-layers", "layers.json"));
        return (JsonSerializer.Deserialize(file, StorageContext.Default.ListLayer) ?? []).OfType<Layer>();
    }

    internal sealed record Image(
        [property: JsonPropertyName("id")] string? Id,
        [property: JsonPropertyName("layer")] string? Layer);

    internal sealed record Layer(
        [property: JsonPropertyName("id")] string? Id,
        [property: JsonPropertyName("parent")] string? Parent,
        [property: JsonPropertyName("diff-digest")] string? Digest,
        [property: JsonPropertyName("flags")] Dictionary<string, JsonElement>? Flags);

    [JsonSerializable(typeof(List<Image?>))]
    [JsonSerializable(typeof(List<Layer?>))]
    internal sealed partial class StorageContext : JsonSerializerContext;
}
