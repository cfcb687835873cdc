using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Review.Pinning;

/// <summary>The references of a tree to images from elsewhere.</summary>
/// <param name="Sites">By file and place, each once.</param>
/// <param name="Files">The content of every file in which one stands.</param>
/// <param name="Problems">References that cannot be pinned, as warnings.</param>
public sealed record PinSites(
    ImmutableArray<PinSite> Sites,
    ImmutableSortedDictionary<RelativePath, ReadOnlyMemory<byte>> Files,
    ImmutableArray<Diagnostic> Problems);
