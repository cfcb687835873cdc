using Slipway.Application.Feedback;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Sharing.Placing;
using Slipway.Trust.Codes;

namespace Slipway.Application.Published;

/// <summary>
/// Finds out whether an image of a registry has the layers that its config lists. The manifest names both, so whoever
/// can write to the registry can put any layers beside a good config.
/// </summary>
/// <param name="registry">Has the image.</param>
/// <param name="feedback">Told what is read.</param>
/// <param name="limit">What compressed layers may expand to.</param>
/// <remarks>The bytes themselves are read: nothing that is written down somewhere has to be believed.</remarks>
internal sealed class PublishedLayers(IImageRegistry registry, IFeedback feedback, ExpansionLimit limit)
{
    /// <param name="reference">What it is called.</param>
    /// <param name="image">The image; it is what it claims to be when its config is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">It has other layers, or they cannot be read.</exception>
    public Task ProveAsync(ImageReference reference, PublishedImage image, CancellationToken cancellationToken) =>
        feedback.ShowAsync($"reading the layers of {reference}", async progress =>
        {
            if (image.IsOfSeveral)
            {
                throw Foreign(reference, image, "is a list of several images, which is not what was pushed there");
            }

            foreach (var (diffId, layer) in image.DiffIds.Zip(image.Layers).Distinct())
            {
                if (await FindWrongAsync(reference.Repository, diffId, layer, progress, cancellationToken) is { } wrong)
                {
                    throw Foreign(
                        reference,
                        image,
                        $"has the config {image.ImageHash.ToOciString()}, and as its layer {diffId.ToOciString()} "
                        + $"the blob {layer.Digest.ToOciString()}, which {wrong}");
                }
            }

            return true;
        });

    /// <summary>That what is published is not what was built.</summary>
    /// <param name="reference">What it is called.</param>
    /// <param name="image">What is there.</param>
    /// <param name="what">What is wrong with it, as the end of a sentence about it.</param>
    public static SlipwayException Foreign(ImageReference reference, PublishedImage image, string what) => new(
        new Diagnostic(
            TrustCodes.OtherLayers,
            $"{Display.Text(reference.ToString())} ({image.RepoDigest.ToOciString()}) {what}",
            "Do not sign, pin or use it: somebody put it there who can write to the registry. Find out who, and "
            + "publish the image again, under a new version."));

    private async Task<string?> FindWrongAsync(
        RepositoryName repository,
        DiffId expected,
        OciDescriptor layer,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            var found = await StreamPipe.RunAsync(
                (destination, token) => registry.CopyBlobAsync(repository, layer, destination, progress, token),
                HashAsync,
                cancellationToken);
            return found.DiffId != expected ? $"is the layer {found.DiffId.ToOciString()}"
                : WrittenManifest.FormatOf(layer.MediaType) is { } said && found.Format != said
                    ? $"is not compressed as its media type {layer.MediaType} says"
                : null;
        }
        catch (SlipwayException failure)
            when (failure.Diagnostics[0].Code is var code
                && (code == ArchiveCodes.Damaged || code == ArchiveCodes.Expands))
        {
            return $"is no layer: {failure.Diagnostics[0].Message}";
        }
    }

    private async Task<(DiffId DiffId, LayerFormat? Format)> HashAsync(
        Stream blob, CancellationToken cancellationToken)
    {
        await using var layer = await CompressedArchive.OpenAsync(
            blob, new Expansion(limit, ArchiveErrors.Expands), cancellationToken);
        return (await LayerHash.OfAsync(layer, cancellationToken), layer.Format);
    }
}
