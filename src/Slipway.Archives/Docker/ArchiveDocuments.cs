using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Slipway.Archives.Docker;

/// <summary>Writes the JSON documents of a docker-archive that holds one image.</summary>
/// <remarks>
/// https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md#combined-image-json--filesystem-changeset-format.
/// </remarks>
public static class ArchiveDocuments
{
    /// <param name="config">The path of the config in the archive.</param>
    /// <param name="tags">Full tags.</param>
    /// <param name="layers">The paths of the layers, the lowest first.</param>
    public static byte[] Manifest(string config, IEnumerable<string> tags, IEnumerable<string> layers) => Json(json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("Config", config);
        json.WriteStartArray("RepoTags");
        foreach (string tag in tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteStartArray("Layers");
        foreach (string layer in layers)
        {
            json.WriteStringValue(layer);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>
    /// <c>{name: {tag: id of the highest layer}}</c>. Engines that know <c>manifest.json</c> do not read it, and
    /// whoever else does takes the names from it; so the id is the layer's diff ID, there being no legacy one.
    /// </summary>
    public static byte[] Repositories(IEnumerable<string> tags, string top) => Json(json =>
    {
        json.WriteStartObject();
        foreach (var repository in tags.Select(Split).GroupBy(tag => tag.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject(repository.Key);
            foreach (var (_, tag) in repository)
            {
                json.WriteString(tag, top);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    private static (string Name, string Tag) Split(string tag)
    {
        // A colon before the last slash belongs to a registry's port.
        int colon = tag.LastIndexOf(':');
        return colon > tag.LastIndexOf('/') ? (tag[..colon], tag[(colon + 1)..]) : (tag, "latest");
    }

    internal static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
                   buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
