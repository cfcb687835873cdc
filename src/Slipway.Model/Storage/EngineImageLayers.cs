using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Model.Storage;

/// <summary>An image as an engine describes it.</summary>
/// <param name="ImageHash">The image ID.</param>
/// <param name="DiffIds">SHA-256 of each uncompressed layer tar, the lowest layer first.</param>
public sealed record EngineImageLayers(ImageHash ImageHash, ImmutableArray<DiffId> DiffIds);
