using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Dialects.Taskgraph;

namespace Slipway.Dialects.Gecko;

/// <summary>What gecko makes the digest of an image or of a package of.</summary>
/// <remarks>
/// The lines are those of gecko's <c>docker_image.py</c>, <c>job/distro_package.py</c> and <c>cached_tasks.py</c>
/// (https://searchfox.org/mozilla-central/source/taskcluster/gecko_taskgraph/transforms).
/// </remarks>
internal static class GeckoDigest
{
    public static ImmutableArray<string> Lines(DigestMaterial material) =>
    [
        .. material.Image.Package is null ? OfImage(material) : OfPackage(material),
        .. Needs(material),
        .. Repository(material.Config),
    ];

    private static IEnumerable<string> OfImage(DigestMaterial material)
    {
        var own = material.Image.Extensions.Get<DigestSettings>();
        yield return material.ArchiveHash.ToString();
        yield return PythonJson.Object(
            material.Image.Args,
            material.Config.HasSpacedArguments,
            isAscii: material.Config.Extensions.Get<GeckoSettings>().HasOrjson != true);
        if (material.Image.Name == GeckoBuilders.Builder)
        {
            yield return $"image-builder-image:{own.ImageBuilder ?? material.Config.ImageBuilder}";
        }

        foreach (string line in own.Lines ?? [])
        {
            yield return line;
        }
    }

    private static IEnumerable<string> OfPackage(DigestMaterial material) =>
        material.Image.Package!.Command.Concat(material.FileHashes.Select(hash => hash!.Value.ToString()));

    // An image that is built on its builder names it twice, and gecko counts it twice.
    private static IEnumerable<string> Needs(DigestMaterial material) =>
        material.Parents
            .SelectMany(parent => parent.Edge.Roles.Each().Select(_ => Need(parent.Edge, parent.Digest.ToString())))
            .Order(StringComparer.Ordinal);

    private static string Need(ImageEdge edge, string digest) =>
        edge.Roles.HasFlag(EdgeRoles.Package)
            ? $"packages.v1/{GeckoLayout.NameOf(edge.Parent)}/{digest}"
            : $"docker-images.v2/{edge.Parent}/{digest}";

    private static IEnumerable<string> Repository(SlipwayConfig config)
    {
        var gecko = config.Extensions.Get<GeckoSettings>();
        return gecko.RepositoryType == GeckoSettings.Git && gecko.CountsRepositoryType != false
            ? [GeckoSettings.Git]
            : [];
    }
}
