using Slipway.Core.Contexts;
using Slipway.Core.Images;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>The files of the tree from which a context is made.</summary>
public static class ContextSources
{
    /// <summary>Each file on disk; that of the expanded Dockerfile is the one that it was expanded from.</summary>
    public static IEnumerable<RelativePath> Of(ImageDefinition image, BuildContext context) =>
        context.Files
            .Select(file => file.Source?.Path ?? image.DockerfilePath)
            .Distinct();

    /// <summary>
    /// Whether an image's context takes files from a folder, as its own folder or by an include, whatever
    /// <c>.dockerignore</c> says.
    /// </summary>
    public static bool Reaches(ImageDefinition image, RelativePath folder) =>
        Overlap(image.Folder, folder)
        || image.Dockerfile.Includes.Any(include => !include.IsRunTask
            && RelativePath.TryParse(include.Path, out var included)
            && Overlap(included.Value, folder));

    private static bool Overlap(RelativePath one, RelativePath other) => one.IsIn(other) || other.IsIn(one);
}
