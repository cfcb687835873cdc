using System.Collections.Immutable;

namespace Slipway.Archives.Docker;

/// <summary>An image that <c>manifest.json</c> lists.</summary>
/// <param name="Config">The path of its config in the archive.</param>
/// <param name="Layers">The paths of its layers in the archive, the lowest first.</param>
public sealed record SavedImage(string Config, ImmutableArray<string> Layers);
