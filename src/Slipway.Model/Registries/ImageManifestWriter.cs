using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Model.Values;

namespace Slipway.Model.Registries;

/// <summary>Writes image manifests: the same bytes for the same config and layers.</summary>
/// <remarks>https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md</remarks>
public static class ImageManifestWriter
{
    public static RegistryManifest Write(OciDescriptor config, IEnumerable<OciDescriptor> layers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The relaxed encoder keeps the '+' of media types; nothing here goes into HTML.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", OciMediaTypes.Manifest);
            writer.WritePropertyName("config");
            Descriptor(writer, config);
            writer.WriteStartArray("layers");
            foreach (var layer in layers)
            {
                Descriptor(writer, layer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        byte[] content = buffer.WrittenSpan.ToArray();
        return new RegistryManifest(
            new OciDescriptor(OciMediaTypes.Manifest, Sha256Digest.Of(content), content.Length), content);
    }

    private static void Descriptor(Utf8JsonWriter writer, OciDescriptor descriptor)
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", descriptor.MediaType);
        writer.WriteString("digest", descriptor.Digest.ToOciString());
        writer.WriteNumber("size", descriptor.Size);
        writer.WriteEndObject();
    }
}
