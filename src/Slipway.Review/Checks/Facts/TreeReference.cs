using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>A place in the tree that names a registry image of the tree by tag or repo digest.</summary>
/// <param name="Image">The image that it is about: the one whose Dockerfile it stands in,
/// else the one that it names.</param>
/// <param name="Written">The text, arguments put in.</param>
/// <param name="Location">The place, for people.</param>
/// <param name="Reference">What it names.</param>
/// <param name="Target">The image of the tree.</param>
/// <param name="File">The file in which the text stands in one piece; null when it does not.</param>
/// <param name="Offset">Where the text starts there, in bytes.</param>
public sealed record TreeReference(
    ImageName Image,
    string Written,
    SourceLocation Location,
    ImageReference Reference,
    RegistryImage Target,
    RelativePath? File,
    int Offset)
{
    /// <summary>Whether it stands in the Dockerfile of <see cref="Image"/>, as against a definition of tasks.</summary>
    public bool IsInDockerfile { get; init; }
}
