using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Edges;

/// <summary>An instruction that builds on an image carry out (<c>ONBUILD</c>).</summary>
/// <param name="Location">Its line.</param>
/// <param name="Names">The images that it names: kind and reference, as written.</param>
/// <param name="Reaches">Whether it mounts a cache, or may; or fetches something.</param>
public sealed record BuildTrigger(
    SourceLocation Location, ImmutableArray<(ReferenceKind Kind, string Reference)> Names, bool Reaches);
