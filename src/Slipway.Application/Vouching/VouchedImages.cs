using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Policies;

namespace Slipway.Application.Vouching;

/// <summary>Images that are used only when somebody vouches for them whom the policy trusts.</summary>
/// <param name="images">Where they come from.</param>
/// <param name="guard">Says which may be used.</param>
/// <param name="isByTask">
/// Whether images of tasks are judged by their chains, and so not here.
/// </param>
internal sealed class VouchedImages(IImageSource images, StatementGuard guard, bool isByTask) : IImageSource
{
    public Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken) =>
        images.HasAsync(image, cancellationToken);

    public Task<IReadOnlySet<BuiltImage>> FindPresentAsync(
        IReadOnlyCollection<BuiltImage> wanted, CancellationToken cancellationToken) =>
        images.FindPresentAsync(wanted, cancellationToken);

    public Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
        images.FindFactsAsync(image, cancellationToken);

    public Task<IReadOnlyDictionary<BuiltImage, BuildFacts>> FindManyFactsAsync(
        IReadOnlyCollection<BuiltImage> wanted, CancellationToken cancellationToken) =>
        images.FindManyFactsAsync(wanted, cancellationToken);

    public async Task<StoredImage?> FetchAsync(
        BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (await IsFreeAsync(image, cancellationToken))
        {
            return await images.FetchAsync(image, progress, cancellationToken);
        }

        if (image.ImageHash is not null)
        {
            await guard.AdmitAsync([new UsedImage(image)], cancellationToken);
        }

        if (await images.FetchAsync(image, progress, cancellationToken) is not { } stored)
        {
            return null;
        }

        // What came counts, and not what was said to come.
        if (stored.ImageHash != image.ImageHash)
        {
            await guard.AdmitAsync(
                [new UsedImage(image with { ImageHash = stored.ImageHash })], cancellationToken);
        }

        return stored;
    }

    // Which image comes is known for sure when all of it is there, so nothing is handed on before that is admitted.
    public async Task<StoredImage?> FetchAsync(
        BuiltImage image, Stream copy, IProgress<long>? progress, CancellationToken cancellationToken) =>
        await IsFreeAsync(image, cancellationToken)
            ? await images.FetchAsync(image, copy, progress, cancellationToken)
            : await FetchAsync(image, progress, cancellationToken);

    private async Task<bool> IsFreeAsync(BuiltImage image, CancellationToken cancellationToken) =>
        (isByTask && TaskId.Of(image.Build) is not null)
        || await guard.EnforcementAsync(cancellationToken) is Enforcement.Off;
}
