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
            .Select(file => file.Source?.Path ?? image.Folder.Child(BuildContext.DockerfilePath))
            .Distinct();
}
