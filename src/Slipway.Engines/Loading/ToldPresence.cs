using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Loading;

/// <summary>
/// What an engine tells of an image. Docker compares the layers of whatever it loads and pulls with the config, whose
/// hash is the image's ID, so what it tells is so.
/// </summary>
/// <param name="find">Asks the engine for an image by its ID.</param>
internal sealed class ToldPresence(Func<string, CancellationToken, Task<EngineImage?>> find) : IPresence
{
    public async Task<bool> IsThereAsync(EngineImageLayers expected, CancellationToken cancellationToken) =>
        await find(expected.ImageHash.ToOciString(), cancellationToken) is { } image
        && image.ImageHash == expected.ImageHash
        && image.DiffIds.SequenceEqual(expected.DiffIds);

    public Task<bool> IsTakenAsync(EngineImageLayers expected, CancellationToken cancellationToken) =>
        IsThereAsync(expected, cancellationToken);
}
