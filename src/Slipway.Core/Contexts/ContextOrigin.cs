using Slipway.Model.Diagnostics;

namespace Slipway.Core.Contexts;

/// <summary>That a line of the Dockerfile brought a path, and all below it, into the context.</summary>
/// <param name="Path">The path in the context, without a trailing slash.</param>
/// <param name="Location">The line of the <c># %include</c>.</param>
public sealed record ContextOrigin(string Path, SourceLocation Location);
