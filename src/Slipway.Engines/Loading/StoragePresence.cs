using Slipway.Engines.Direct;
using Slipway.Engines.Errors;
using Slipway.Model.Storage;

namespace Slipway.Engines.Loading;

/// <summary>
/// What Podman's and Buildah's folder has of an image. Neither compares the layers that it pulls with the config, whose
/// hash becomes the image's ID, and of an image both tell the layers that its config names: so that the ID is there
/// says nothing about the files. What the folder notes of each layer is the digest of what was unpacked.
/// </summary>
/// <remarks>
/// An image that is there already is never given other layers (<c>storageImageDestination.Commit</c> in
/// https://github.com/containers/image), so what takes a whole archive has its layers.
/// </remarks>
/// <param name="folder">The folder; null when that may not be read.</param>
/// <param name="told">What the engine tells.</param>
/// <param name="command">What a person calls the engine by: <c>podman</c>.</param>
internal sealed class StoragePresence(StorageFolder? folder, IPresence told, string command) : IPresence
{
    public Task<bool> IsThereAsync(EngineImageLayers expected, CancellationToken cancellationToken) =>
        Task.FromResult(Look(expected) == KeptImage.Same);

    public async Task<bool> IsTakenAsync(EngineImageLayers expected, CancellationToken cancellationToken) =>
        Look(expected) == KeptImage.Same || await told.IsTakenAsync(expected, cancellationToken);

    private KeptImage Look(EngineImageLayers expected) => folder?.Look(expected) switch
    {
        null => KeptImage.Unknown,
        KeptImage.Other => throw OtherLayers.Found(command, expected.ImageHash),
        var kept => kept.Value,
    };
}
