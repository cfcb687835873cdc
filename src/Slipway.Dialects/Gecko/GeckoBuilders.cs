using System.Collections.Immutable;
using Slipway.Core.Edges;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Dialects.Gecko;

/// <summary>The images of gecko that build the others (<c>gecko_taskgraph/transforms/docker_image.py</c>).</summary>
internal static class GeckoBuilders
{
    public const string Arm64 = "arm64";

    /// <summary>Built in an image from elsewhere, which the transform names.</summary>
    public static readonly ImageName Builder = ImageName.Parse("image_builder");

    private static readonly ImageName BuilderOfArm64 = ImageName.Parse("image_builder_arm64");

    /// <summary>The image that builds another one; none for the builder itself.</summary>
    /// <param name="image">The image.</param>
    /// <param name="arch">What its task says; null for nothing.</param>
    /// <param name="location">Its task.</param>
    public static ImmutableArray<ImageNeed> Of(ImageName image, string? arch, SourceLocation location) =>
        image == Builder
            ? []
            : [new ImageNeed(arch == Arm64 ? BuilderOfArm64 : Builder, EdgeRoles.Builder, location)];

    /// <summary>What an engine calls the architecture; null for that of the tree.</summary>
    public static string? PlatformOf(string? arch) => arch == Arm64 ? "linux/arm64" : null;
}
