using System.Collections.Immutable;
using Slipway.Core.Values;

namespace Slipway.Core.Storage;

/// <summary>An image as an engine describes it.</summary>
/// <param name="ImageHash">The image ID.</param>
/// <param name="DiffIds">SHA-256 of each uncompressed layer tar, the lowest layer first.</param>
public sealed record EngineImageLayers(Sha256Digest ImageHash, ImmutableArray<Sha256Digest> DiffIds);
