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

/// <summary>How a Dockerfile names another image.</summary>
public enum ReferenceKind
{
    /// <summary><c>FROM image</c>.</summary>
    From,

    /// <summary><c>COPY --from=image</c>.</summary>
    CopyFrom,

    /// <summary><c>RUN --mount=…,from=image</c> (BuildKit).</summary>
    RunMount,

    /// <summary><c># syntax=image</c>: the frontend that BuildKit reads the file with.</summary>
    Frontend,
}

/// <summary>Where the text of a reference stands, for those who want to change it there.</summary>
public abstract record ReferenceOrigin
{
    private ReferenceOrigin()
    {
    }

    /// <summary>
    /// In the Dockerfile on disk, whole and without escapes: at the instruction, or as the default of an <c>ARG</c>.
    /// </summary>
    /// <param name="Offset">Where it starts, in bytes of the file on disk.</param>
    /// <param name="Length">How many bytes it takes.</param>
    /// <param name="Location">Its line.</param>
    public sealed record InDockerfile(int Offset, int Length, SourceLocation Location) : ReferenceOrigin;

    /// <summary>It is the value that the image gives an argument with <c>args:</c> or <c>parent:</c>.</summary>
    /// <param name="Name">The argument's name.</param>
    public sealed record InArgument(string Name) : ReferenceOrigin;

    /// <summary>It is put together from several places.</summary>
    public sealed record Composed : ReferenceOrigin
    {
        public static readonly Composed Instance = new();
    }
}
