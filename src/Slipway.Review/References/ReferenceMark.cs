using Slipway.Model.Diagnostics;

namespace Slipway.Review.References;

/// <summary>A mark in a file.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Image">The name within it; null for a tag that has no counterpart on its line.</param>
/// <param name="Text">The mark as written.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="Location">File, line and column.</param>
internal sealed record ReferenceMark(
    MarkKind Kind, string? Image, string Text, int Offset, int Length, SourceLocation Location);
