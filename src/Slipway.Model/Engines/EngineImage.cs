using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Model.Engines;

/// <summary>An image that the engine has.</summary>
/// <param name="ImageHash">The image ID.</param>
/// <param name="DiffIds">SHA-256 of each uncompressed layer tar, the lowest layer first.</param>
/// <param name="Size">Bytes, as the engine counts them.</param>
/// <param name="Labels">The labels of its config.</param>
public sealed record EngineImage(
    ImageHash ImageHash,
    ImmutableArray<DiffId> DiffIds,
    long Size,
    ImmutableSortedDictionary<string, string> Labels)
{
    /// <summary><c>os/architecture[/variant]</c>; empty when the engine does not say it.</summary>
    public string Platform { get; init; } = string.Empty;

    /// <summary>The instructions that builds on it carry out (<c>ONBUILD</c>), such as <c>COPY . /app</c>.</summary>
    public ImmutableArray<string> Triggers { get; init; } = [];

    public EngineImageLayers Layers => new(ImageHash, DiffIds);
}
