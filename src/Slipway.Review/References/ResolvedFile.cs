using System.Collections.Immutable;

namespace Slipway.Review.References;

/// <summary>A file with its marks expanded.</summary>
/// <param name="Content">The bytes, changed in the places of <paramref name="References"/> only.</param>
/// <param name="References">In the order of the file.</param>
public sealed record ResolvedFile(ReadOnlyMemory<byte> Content, ImmutableArray<ResolvedReference> References);
