using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Archives.Docker;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Exchange;

/// <summary>Writes an image as an OCI image layout: the same bytes for the same build, with the same version of
/// Slipway.</summary>
/// <remarks>
/// https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md. <c>index.json</c> comes last, so that what
/// was given up on the way is an image for nobody.
/// </remarks>
internal sealed class OciExport(IImageStore store, IOciSink sink)
{
    private const string Blobs = "blobs/sha256/";

    // What skopeo and Podman take for the name of the image.
    private const string ReferenceAnnotation = "org.opencontainers.image.ref.name";

    /// <param name="image">The image.</param>
    /// <param name="tags">Its names; none for an image without.</param>
    /// <param name="format">How its layers are compressed.</param>
    /// <param name="annotations">What its manifest says of its build.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(
        StoredImage image,
        ImmutableArray<string> tags,
        LayerFormat format,
        ImmutableSortedDictionary<string, string> annotations,
        CancellationToken cancellationToken)
    {
        await PutAsync(LayoutDocuments.Marker, LayoutDocuments.MarkerContent, cancellationToken);
        var layers = new Dictionary<DiffId, OciDescriptor>();
        foreach (var diffId in image.DiffIds.Distinct())
        {
            using var packed = await store.PackAsync(image, diffId, format, cancellationToken);
            layers[diffId] = packed.Descriptor;
            await using var content = packed.OpenAt(0);
            await sink.PutAsync(
                $"{Blobs}{packed.Descriptor.Digest}", packed.Descriptor.Size, content, cancellationToken);
        }

        var config = await store.ReadConfigAsync(image, cancellationToken);
        await PutAsync($"{Blobs}{image.ImageHash}", config, cancellationToken);
        var manifest = ImageManifestWriter.Write(
            new OciDescriptor(OciMediaTypes.Config, image.ImageHash.Sha256, config.Length),
            image.DiffIds.Select(diffId => layers[diffId]),
            annotations).Content;
        var digest = Sha256Digest.Of(manifest.Span);
        await PutAsync($"{Blobs}{digest}", manifest, cancellationToken);
        await PutAsync("index.json", Index(digest, manifest.Length, tags), cancellationToken);
    }

    private async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using var stream = new MemoryStream(content.ToArray(), writable: false);
        await sink.PutAsync(name, content.Length, stream, cancellationToken);
    }

    private static byte[] Index(Sha256Digest manifest, int size, ImmutableArray<string> tags)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The relaxed encoder keeps the '+' of media types; nothing here goes into HTML.
        using (var writer = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", OciMediaTypes.Index);
            writer.WriteStartArray("manifests");
            // The first name only: readers count entries, and one image is to be one.
            writer.WriteStartObject();
            writer.WriteString("mediaType", OciMediaTypes.Manifest);
            writer.WriteString("digest", manifest.ToOciString());
            writer.WriteNumber("size", size);
            if (tags is [var name, ..])
            {
                writer.WriteStartObject("annotations");
                writer.WriteString(ReferenceAnnotation, name);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
