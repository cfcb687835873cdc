using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Values;

namespace Slipway.Review.Proposals;

/// <summary>The Dockerfile of an image that is new.</summary>
public static class ImageRecipe
{
    /// <summary>What an image is built on when nobody says on what.</summary>
    public const string UsualBase = "debian:12";

    /// <summary>Where the images of a tree are that has none yet.</summary>
    public static readonly RelativePath Folder = RelativePath.Parse("docker");

    /// <summary>The first image of a tree that has none.</summary>
    public static readonly ImageName Hello = ImageName.Parse("hello");

    /// <param name="name">The image.</param>
    /// <param name="from">What it is built on.</param>
    /// <param name="byParent">Whether <c>parent:</c> says so, and the Dockerfile only that there is one.</param>
    public static string Write(ImageName name, string from, bool byParent)
    {
        const string Parent = DockerfileSettings.ParentArgument;
        string head = byParent ? $"ARG {Parent}\nFROM ${Parent}" : $"FROM {from}";
        return
            $"""
            # The image {name}: `slipway build {name}` builds it, `slipway run {name}` runs it.
            # What it needs lies beside this file and is copied from there; a line that begins with the words
            # "# %include" and a path takes a file or a folder from elsewhere in the tree.
            {head}

            CMD ["echo", "Hello from the image {name}"]

            """.Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
