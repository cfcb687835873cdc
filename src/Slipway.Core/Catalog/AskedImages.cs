using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>The images that a person asks about, where nothing is to be known of the others.</summary>
/// <param name="Typed">Names, paths and patterns.</param>
/// <param name="Locate">Where a path that was typed lies below the root; null for one outside.</param>
public sealed record AskedImages(IReadOnlyCollection<string> Typed, Func<string, RelativePath?> Locate);
