using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Catalog;

/// <summary>What reading a tree gave: the images that are sound, and every problem of the others.</summary>
/// <param name="Catalog">Without the images that have an error, and without those built on them.</param>
/// <param name="Diagnostics">Sorted; empty for a sound tree.</param>
public sealed record CatalogResult(ImageCatalog Catalog, ImmutableArray<Diagnostic> Diagnostics);
