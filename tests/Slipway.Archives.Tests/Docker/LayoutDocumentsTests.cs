using System.Text;
using Slipway.Archives.Docker;
using Slipway.Model.Values;

namespace Slipway.Archives.Tests.Docker;

public sealed class LayoutDocumentsTests
{
    [Fact]
    public void The_manifest_has_Dockers_form_with_layers_that_are_not_compressed()
    {
        var config = ImageHash.Of("{}"u8);
        var layer = DiffId.Of("layer"u8);
        const string types = "application/vnd.docker.";

        Assert.Equal(
            $$"""{"schemaVersion":2,"mediaType":"{{types}}distribution.manifest.v2+json","""
            + $$""" "config":{"mediaType":"{{types}}container.image.v1+json","size":2,"""
            + $$""" "digest":"{{config.ToOciString()}}"},"""
            + $$""" "layers":[{"mediaType":"{{types}}image.rootfs.diff.tar","size":5,"""
            + $$""" "digest":"{{layer.ToOciString()}}"}]}""",
            Text(LayoutDocuments.Manifest(config, 2, [(layer, 5)])));
    }

    [Fact]
    public void The_index_has_the_manifest_alone_and_no_name() =>
        Assert.Equal(
            """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","""
            + """ "manifests":[{"mediaType":"application/vnd.docker.distribution.manifest.v2+json","size":8,"""
            + $$""" "digest":"{{Sha256Digest.Of("manifest"u8).ToOciString()}}"}]}""",
            Text(LayoutDocuments.Index("manifest"u8)));

    [Fact]
    public void A_blob_is_found_by_its_digest() =>
        Assert.Equal($"blobs/sha256/{Sha256Digest.Of("x"u8)}", LayoutDocuments.PathOf(Sha256Digest.Of("x"u8)));

    /// <summary>The document, with a space where a line above begins.</summary>
    private static string Text(byte[] document) => Encoding.UTF8.GetString(document)
        .Replace(",\"config", ", \"config", StringComparison.Ordinal)
        .Replace(",\"layers", ", \"layers", StringComparison.Ordinal)
        .Replace(",\"manifests", ", \"manifests", StringComparison.Ordinal)
        .Replace(",\"digest", ", \"digest", StringComparison.Ordinal);
}
