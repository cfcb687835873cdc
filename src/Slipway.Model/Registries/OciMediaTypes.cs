using System.Collections.Immutable;

namespace Slipway.Model.Registries;

/// <summary>
/// The media types of images, OCI's (image-spec, media-types.md) and Docker's (distribution, manifest v2.2).
/// </summary>
public static class OciMediaTypes
{
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    public const string Index = "application/vnd.oci.image.index.v1+json";
    public const string Config = "application/vnd.oci.image.config.v1+json";

    /// <summary>Of a blob that stands where one has to and says nothing: two bytes, <c>{}</c>.</summary>
    public const string Empty = "application/vnd.oci.empty.v1+json";
    public const string LayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string LayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>What a pull accepts as the manifest of a reference.</summary>
    public static ImmutableArray<string> Manifests { get; } = [Manifest, Index, DockerManifest, DockerManifestList];

    /// <summary>Whether this is a list of manifests for several platforms.</summary>
    public static bool IsIndex(string mediaType) => mediaType is Index or DockerManifestList;
}
