using System.Text.Json;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Archives.Docker;

/// <summary>
/// Writes what makes an OCI image layout of an archive that leaves layers out. Podman and Buildah read a layer of a
/// layout only when they lack it; of a docker-archive they want every layer that <c>manifest.json</c> names.
/// </summary>
/// <remarks>
/// https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md. The manifest has Docker's form
/// (https://distribution.github.io/distribution/spec/manifest-v2-2/): out of OCI's an engine would make another config,
/// and so another image, when it saves the image again.
/// </remarks>
public static class LayoutDocuments
{
    public const string Marker = "oci-layout";

    private const string Config = "application/vnd.docker.container.image.v1+json";
    private const string Layer = "application/vnd.docker.image.rootfs.diff.tar";

    public static ReadOnlyMemory<byte> MarkerContent { get; } = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray();

    /// <summary>The path of a blob.</summary>
    public static string PathOf(Sha256Digest blob) => SavedNames.BlobPrefix + blob;

    /// <param name="config">The image hash.</param>
    /// <param name="configSize">Bytes of the config.</param>
    /// <param name="layers">The layers, the lowest first, and the bytes of each; uncompressed both.</param>
    public static byte[] Manifest(
        ImageHash config, long configSize, IEnumerable<(DiffId DiffId, long Size)> layers) =>
        ArchiveDocuments.Json(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", OciMediaTypes.DockerManifest);
            json.WriteStartObject("config");
            Describe(json, Config, config.Sha256, configSize);
            json.WriteEndObject();
            json.WriteStartArray("layers");
            foreach (var (diffId, size) in layers)
            {
                json.WriteStartObject();
                Describe(json, Layer, diffId.Sha256, size);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary>The index of a layout that has this manifest alone, and gives it no name.</summary>
    public static byte[] Index(ReadOnlySpan<byte> manifest)
    {
        var digest = Sha256Digest.Of(manifest);
        long size = manifest.Length;
        return ArchiveDocuments.Json(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", OciMediaTypes.Index);
            json.WriteStartArray("manifests");
            json.WriteStartObject();
            Describe(json, OciMediaTypes.DockerManifest, digest, size);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Describe(Utf8JsonWriter json, string mediaType, Sha256Digest digest, long size)
    {
        json.WriteString("mediaType", mediaType);
        json.WriteNumber("size", size);
        json.WriteString("digest", digest.ToOciString());
    }
}
