using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;

namespace Slipway.Sharing.Placing;

/// <summary>Finds out whether a manifest leads to an image of the store, and to nothing else.</summary>
/// <remarks>
/// That it names the image's config says nothing: whoever may write to a registry can put another layer behind the same
/// config. So each layer has to be what the store packs that layer as, and the manifest has to be one that Slipway
/// writes, byte by byte: in another one readers may find different things.
/// </remarks>
/// <param name="store">Has the image.</param>
public sealed class ManifestProof(IImageStore store)
{
    /// <exception cref="Model.Diagnostics.SlipwayException">A blob of the store is missing or altered.</exception>
    public async Task<bool> IsOfAsync(
        RegistryManifest manifest, StoredImage image, CancellationToken cancellationToken)
    {
        if (SharedManifest.Read(manifest) is not { IsImage: true } says
            || says.Config.Digest != image.ImageHash.Sha256
            || says.Layers.Length != image.DiffIds.Length
            || !WrittenManifest.IsPlain(says))
        {
            return false;
        }

        foreach (var (diffId, layer) in image.DiffIds.Zip(says.Layers).Distinct())
        {
            if (!await IsOfAsync(layer, image, diffId, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> IsOfAsync(
        OciDescriptor layer, StoredImage image, DiffId diffId, CancellationToken cancellationToken)
    {
        if (WrittenManifest.FormatOf(layer.MediaType) is not { } known)
        {
            return false;
        }

        if (await store.FindPackedAsync(diffId, known, cancellationToken) == layer)
        {
            return true;
        }

        using var packed = await store.PackAsync(image, diffId, known, cancellationToken);
        return packed.Descriptor == layer;
    }
}
