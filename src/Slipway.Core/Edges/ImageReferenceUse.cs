using Slipway.Model.Diagnostics;

namespace Slipway.Core.Edges;

/// <summary>A place in a Dockerfile that names an image which is not a stage of the same Dockerfile.</summary>
/// <param name="Kind">Which instruction names it.</param>
/// <param name="Written">The reference as written, such as <c>$DOCKER_IMAGE_PARENT</c>.</param>
/// <param name="Resolved">The reference with arguments put in.</param>
/// <param name="Offset">Where <paramref name="Written"/> starts in the expanded Dockerfile, in bytes.</param>
/// <param name="Length">How many bytes it takes there.</param>
/// <param name="Location">The line in the Dockerfile as it is on disk.</param>
/// <param name="Origin">Where the text of <paramref name="Resolved"/> stands on disk.</param>
public sealed record ImageReferenceUse(
    ReferenceKind Kind,
    string Written,
    string Resolved,
    int Offset,
    int Length,
    SourceLocation Location,
    ReferenceOrigin Origin)
{
    /// <summary>What <c>FROM --platform=</c> asks for, arguments put in; null when it asks for nothing.</summary>
    public string? Platform { get; init; }
}
