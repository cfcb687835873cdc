using System.Collections.Immutable;

namespace Slipway.Core.Catalog.Configuration;

/// <summary>What reading <c>slipway.yml</c> gave.</summary>
/// <param name="Config">Defaults where the file says nothing, or something wrong.</param>
/// <param name="Images">The entries below <c>images:</c>, in the order of the file.</param>
/// <param name="IsWhole">Whether the images' folder and entries are known; else nothing can be said about images.</param>
internal sealed record ConfigReading(SlipwayConfig Config, ImmutableArray<ImageEntry> Images, bool IsWhole);
