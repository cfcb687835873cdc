using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Model.Values;

namespace Slipway.Model.Registries;

/// <summary>Writes image manifests: the same bytes for the same config, layers and annotations.</summary>
/// <remarks>https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md</remarks>
public static class ImageManifestWriter
{
    /// <param name="config">The image's config.</param>
    /// <param name="layers">Its layers, the lowest first.</param>
    /// <param name="annotations">What else it says; none is written when there are none.</param>
    /// <param name="artifactType">What it is, when it is no image.</param>
    /// <param name="subject">What it is about: registries list it as a referrer of that.</param>
    public static RegistryManifest Write(
        OciDescriptor config,
        IEnumerable<OciDescriptor> layers,
        ImmutableSortedDictionary<string, string>? annotations = null,
        string? artifactType = null,
        OciDescriptor? subject = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The relaxed encoder keeps the '+' of media types; nothing here goes into HTML.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", OciMediaTypes.Manifest);
            if (artifactType is not null)
            {
                writer.WriteString("artifactType", artifactType);
            }

            writer.WritePropertyName("config");
            Descriptor(writer, config);
            writer.WriteStartArray("layers");
            foreach (var layer in layers)
            {
                Descriptor(writer, layer);
            }

            writer.WriteEndArray();
            if (subject is not null)
            {
                writer.WritePropertyName("subject");
                Descriptor(writer, subject);
            }

            if (annotations is { IsEmpty: false })
            {
                writer.WriteStartObject("annotations");
                foreach (var (name, value) in annotations)
                {
                    writer.WriteString(name, value);
                }

                writer.WriteEndObject();
            }

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
