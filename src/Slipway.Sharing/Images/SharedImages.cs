using System.Collections.Immutable;
using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Errors;

namespace Slipway.Sharing.Images;

/// <summary>The images of the registry; what was fetched once is kept in a store of this machine.</summary>
/// <param name="registry">The registry.</param>
/// <param name="known">Knows where the images of builds are.</param>
/// <param name="local">Keeps layers that images share once.</param>
internal sealed class SharedImages(IImageRegistry registry, KnownImages known, IImageStore local) : IImageSource
{
    public async Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken)
    {
        if (await local.HasAsync(image, cancellationToken))
        {
            return true;
        }

        foreach (var there in PlacesOf(image))
        {
            if (await registry.FindManifestAsync(there.Reference, cancellationToken) is not null)
            {
                return true;
            }

            known.Forget(image.Build, there);
        }

        return false;
    }

    public async Task<IReadOnlySet<BuiltImage>> FindPresentAsync(
        IReadOnlyCollection<BuiltImage> images, CancellationToken cancellationToken)
    {
        var present = new HashSet<BuiltImage>(images.Where(image => !PlacesOf(image).IsEmpty));
        present.UnionWith(await local.FindPresentAsync(
            [.. images.Where(image => !present.Contains(image))], cancellationToken));
        return present;
    }

    public Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
        local.FindFactsAsync(image, cancellationToken);

    public async Task<StoredImage?> FetchAsync(
        BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (await local.FetchAsync(image, progress, cancellationToken) is { } stored)
        {
            return stored;
        }

        foreach (var there in PlacesOf(image))
        {
            // By digest: what is used is what was found, whatever the tag leads to by now.
            if (await registry.FindManifestAsync(there.Reference, cancellationToken) is { } manifest
                && SharedManifest.Read(manifest) is { IsImage: true } document)
            {
                return await TakeAsync(image.Build, there with { Manifest = document }, progress, cancellationToken);
            }

            known.Forget(image.Build, there);
        }

        return null;
    }

    private ImmutableArray<SharedImage> PlacesOf(BuiltImage image) =>
        image.ImageHash is { } hash
            ? [.. known.Find(image.Build).Where(there => there.Manifest.Config.Digest == hash.Sha256)]
            : known.Find(image.Build);

    private async Task<StoredImage> TakeAsync(
        BuildId build, SharedImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var config = await registry.ReadBlobAsync(image.Repository, image.Manifest.Config, cancellationToken);
        var diffIds = SavedDocuments.DiffIds(config.ToArray());
        if (diffIds.Length != image.Manifest.Layers.Length)
        {
            throw Damaged(
                image, $"its manifest has {image.Manifest.Layers.Length} layers and its config {diffIds.Length}", null);
        }

        ImmutableArray<(DiffId DiffId, OciDescriptor Blob)> layers = [.. diffIds.Zip(image.Manifest.Layers)];
        var here = await local.FindLayersAsync(diffIds, cancellationToken);
        try
        {
            var taken = await StreamPipe.RunAsync(
                (destination, token) => new SharedArchive(registry, image.Repository, progress)
                    .WriteAsync(config, layers, here.Contains, destination, token),
                (archive, token) => local.PutForeignAsync(build, archive, null, token),
                cancellationToken);
            await RememberAsync(image.Repository, layers, cancellationToken);
            return taken.Image;
        }
        catch (SlipwayException failure) when (IsTheArchives(failure.Diagnostics[0].Code))
        {
            throw Damaged(image, failure.Diagnostics[0].Message, failure);
        }
    }

    // What is pushed on top of it need not be packed again to find out what the registry calls it.
    private async Task RememberAsync(
        RepositoryName repository,
        ImmutableArray<(DiffId DiffId, OciDescriptor Blob)> layers,
        CancellationToken cancellationToken)
    {
        known.Layers.Add(repository, layers);
        foreach (var (diffId, blob) in layers)
        {
            await local.RememberPackedAsync(diffId, blob, cancellationToken);
        }
    }

    private static bool IsTheArchives(DiagnosticCode code) =>
        code == ArchiveCodes.Damaged || code == ArchiveCodes.Refused || code == ArchiveCodes.TooLarge;

    private static SlipwayException Damaged(SharedImage image, string why, Exception? cause) => new(
        new Diagnostic(
            SharingCodes.ImageDamaged,
            $"The image {image.Reference} cannot be used: {why}",
            "Build it anew with `slipway build --force`, and find out who pushed it."),
        cause);
}
