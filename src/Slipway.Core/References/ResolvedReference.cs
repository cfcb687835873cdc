using Slipway.Core.Diagnostics;

namespace Slipway.Core.References;

/// <summary>A mark of a file, and what it became.</summary>
/// <param name="Location">File, line and column of the mark.</param>
/// <param name="Image">The name within it.</param>
/// <param name="Reference">The reference in its place.</param>
public sealed record ResolvedReference(SourceLocation Location, string Image, string Reference);
