using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Findings;

namespace Slipway.Application.Published;

/// <summary>What the tree says of the version of a registry image that it has published.</summary>
internal static class PublishedVersion
{
    /// <summary>What <c>HASH</c> pins, when a reference is to the version that it belongs to; null else.</summary>
    public static RepoDigest? PinOf(ImageDefinition image, ImageReference reference) =>
        reference.RepoDigest is null && image.Registry is { } registry && registry.Version == reference.Tag
            ? registry.RepoDigest
            : null;

    /// <summary>That a version leads to something else than what the tree pins; null when it does not.</summary>
    /// <param name="pinned">What the tree pins; null for nothing.</param>
    /// <param name="reference">The version.</param>
    /// <param name="there">What it leads to.</param>
    public static Diagnostic? FindMoved(RepoDigest? pinned, ImageReference reference, RepoDigest there) =>
        pinned is { } own && own != there
            ? new Diagnostic(
                CheckCodes.HashDiffers,
                $"{Display.Text(reference.ToString())} is {there.ToOciString()}, and HASH of the tree pins "
                    + own.ToOciString(),
                "Find out who moved the version. Whoever names the image by what HASH pins gets what was published.")
            : null;
}
