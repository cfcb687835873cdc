using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Model.Values;

namespace Slipway.Archives.Docker;

/// <summary>Reads the JSON documents of a saved image.</summary>
public static class SavedDocuments
{
    /// <summary>The diff IDs of an image's config, the lowest layer first.</summary>
    /// <remarks>
    /// https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md#properties: <c>rootfs.diff_ids</c>.
    /// </remarks>
    public static ImmutableArray<DiffId> DiffIds(byte[] config) => Read("the config", config, root =>
    {
        if (!root.TryGetProperty("rootfs", out var rootfs)
            || !rootfs.TryGetProperty("diff_ids", out var ids)
            || ids.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return ids.EnumerateArray().Select(id => DiffId.Parse(id.GetString())).ToImmutableArray();
    });

    /// <summary>The images that <c>manifest.json</c> lists.</summary>
    /// <remarks>
    /// https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md#combined-image-json--filesystem-changeset-format.
    /// </remarks>
    public static ImmutableArray<SavedImage> Images(byte[] manifest) => Read("manifest.json", manifest, root =>
        root.EnumerateArray().Select(image => new SavedImage(
            image.GetProperty("Config").GetString() ?? string.Empty,
            image.GetProperty("Layers") is { ValueKind: JsonValueKind.Array } layers
                ? [.. layers.EnumerateArray().Select(layer => layer.GetString() ?? string.Empty)]
                : [])).ToImmutableArray());

    /// <summary>Reads a document, and says of which one it is when it cannot be read.</summary>
    internal static T Read<T>(string what, byte[] content, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return read(document.RootElement);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw ArchiveErrors.Damaged($"{what} cannot be read", exception);
        }
    }
}

/// <summary>An image that <c>manifest.json</c> lists.</summary>
/// <param name="Config">The path of its config in the archive.</param>
/// <param name="Layers">The paths of its layers in the archive, the lowest first.</param>
public sealed record SavedImage(string Config, ImmutableArray<string> Layers);
