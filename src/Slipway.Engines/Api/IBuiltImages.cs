using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Engines.Api;

/// <summary>What a build asks an engine about the image that came out.</summary>
internal interface IBuiltImages
{
    /// <summary>Whether the engine still answers, so that a build that failed was not given up by it.</summary>
    Task<bool> IsAliveAsync();

    /// <summary>The image under a reference that the engine knows literally, or null.</summary>
    Task<EngineImage?> FindAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Removes an image that nothing refers to; one that is tagged or in use stays.</summary>
    Task RemoveAsync(ImageHash image, CancellationToken cancellationToken);

    /// <summary>The whole of an image's config and of its history, as the engine tells them.</summary>
    Task<ImmutableArray<JsonDocument>> ReadDetailsAsync(ImageHash image, CancellationToken cancellationToken);

    /// <summary>What to say when the engine went away.</summary>
    SlipwayException Lost(string what, Exception? exception);
}
