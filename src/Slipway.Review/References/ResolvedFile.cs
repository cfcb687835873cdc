using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Review.References;

/// <summary>A file with its marks expanded.</summary>
/// <param name="Content">The bytes, changed in the places of <paramref name="References"/> only.</param>
/// <param name="References">In the order of the file.</param>
public sealed record ResolvedFile(ReadOnlyMemory<byte> Content, ImmutableArray<ResolvedReference> References);

/// <summary>A reference of a file to an image, and what it became.</summary>
/// <param name="Location">File, line and column.</param>
/// <param name="Image">The image's name, or the namespace that points to it.</param>
/// <param name="Reference">The reference, or the id of a task.</param>
public sealed record ResolvedReference(SourceLocation Location, string Image, string Reference)
{
    /// <summary>Whether <see cref="Reference"/> is the id of a task.</summary>
    public bool IsTask { get; init; }
}
