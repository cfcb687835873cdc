using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;

namespace Slipway.Engines.Loading;

/// <summary>Says whether an engine has an image, with the layers that it should have.</summary>
internal interface IPresence
{
    /// <summary>Whether nothing has to be sent.</summary>
    /// <exception cref="SlipwayException">The engine has other layers under the image's ID.</exception>
    Task<bool> IsThereAsync(EngineImageLayers expected, CancellationToken cancellationToken);

    /// <summary>Whether the image is there after the engine took an archive of it.</summary>
    /// <exception cref="SlipwayException">The engine has other layers under the image's ID.</exception>
    Task<bool> IsTakenAsync(EngineImageLayers expected, CancellationToken cancellationToken);
}
