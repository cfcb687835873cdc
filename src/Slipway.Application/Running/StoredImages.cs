using Slipway.Application.Workspaces.Parts;
using Slipway.Engines.Loading;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Running;

/// <summary>Brings images of builds into the store.</summary>
internal sealed class StoredImages(WorkspaceParts parts)
{
    /// <summary>The image of a build, fetched when it is elsewhere.</summary>
    /// <exception cref="SlipwayException">It is gone: another process may have collected it since.</exception>
    /// <param name="loading">The engine that it is for, which reads it while it is fetched; null for none.</param>
    public async Task<StoredImage> FetchAsync(
        BuiltImage image, ImageName name, EngineImages? loading, CancellationToken cancellationToken) =>
        await parts.Feedback.ShowAsync(
            $"fetching {name}",
            progress => loading is null
                ? parts.Source.FetchAsync(image, progress, cancellationToken)
                : loading.FetchAsync(parts.Source, image, progress, cancellationToken))
        ?? throw new SlipwayException(new Diagnostic(
            IndexCodes.ImageMissing,
            $"The image of {name} is not there any more",
            $"Run `slipway build {name}` to make it anew."));
}
