using System.Buffers;
using System.Text.Json;
using Slipway.Archives.Docker;
using Slipway.Archives.Layers;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Store.Blobs;

namespace Slipway.Store.Images;

/// <summary>Writes the documents of an OCI image layout, always the same bytes for the same content.</summary>
/// <remarks>
/// https://github.com/opencontainers/image-spec/tree/v1.1.0: manifest.md, image-index.md, image-layout.md.
/// </remarks>
internal static class OciDocuments
{
    private const string ReferenceAnnotation = "org.opencontainers.image.ref.name";

    public static ReadOnlySpan<byte> LayoutMarker => LayoutDocuments.MarkerContent.Span;

    public static byte[] Manifest(Sha256Digest config, long configSize, IEnumerable<StoredLayer> layers) =>
        ImageManifestWriter.Write(
            new OciDescriptor(OciMediaTypes.Config, config, configSize),
            layers.Select(layer => new OciDescriptor(LayerCompression.MediaType, layer.Blob, layer.BlobSize)))
            .Content.ToArray();

    public static byte[] Index(IEnumerable<NamedManifest> manifests) => Write(writer =>
    {
        writer.WriteNumber("schemaVersion", 2);
        writer.WriteString("mediaType", OciMediaTypes.Index);
        writer.WriteStartArray("manifests");
        foreach (var manifest in manifests)
        {
            writer.WriteStartObject();
            Descriptor(writer, OciMediaTypes.Manifest, manifest.Manifest, manifest.Size);
            writer.WriteStartObject("annotations");
            writer.WriteString(ReferenceAnnotation, manifest.Reference);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void Descriptor(Utf8JsonWriter writer, string mediaType, Sha256Digest digest, long size)
    {
        writer.WriteString("mediaType", mediaType);
        writer.WriteString("digest", digest.ToOciString());
        writer.WriteNumber("size", size);
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The relaxed encoder keeps the '+' of media types; nothing here goes into HTML.
        var options = new JsonWriterOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>An image of the OCI layout's index.</summary>
/// <param name="Reference"><c>&lt;name&gt;:&lt;digest&gt;</c>.</param>
/// <param name="Manifest">SHA-256 of the manifest.</param>
/// <param name="Size">Bytes of the manifest.</param>
internal sealed record NamedManifest(string Reference, Sha256Digest Manifest, long Size);
