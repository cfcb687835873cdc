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
/// <param name="forget">Called for a build whose image is gone, so that no answer leads to it any more.</param>
internal sealed class SharedImages(
    IImageRegistry registry,
    KnownImages known,
    IImageStore local,
    Func<BuildId, CancellationToken, Task> forget) : IImageSource
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

            await ForgetAsync(image.Build, there, cancellationToken);
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

        return await LocateAsync(image, cancellationToken) is { } there
            ? await TakeAsync(image.Build, there, progress, cancellationToken)
            : null;
    }

    /// <summary>
    /// The image of a build as the registry has it, to be read by an engine that has a part of it; null when the store
    /// has it, or nobody.
    /// </summary>
    public async Task<RemoteImage?> OpenAsync(BuiltImage image, CancellationToken cancellationToken)
    {
        if (await local.HasAsync(image, cancellationToken)
            || await LocateAsync(image, cancellationToken) is not { } there)
        {
            return null;
        }

        var (config, layers) = await ReadAsync(there, cancellationToken);
        return new RemoteImage(registry, local, there, config, layers, progress =>
            TakeAsync(image.Build, there, progress, cancellationToken));
    }

    /// <summary>The name by which an image is asked for; null when nobody has seen where it is.</summary>
    public ImageReference? FindReference(BuiltImage image) =>
        PlacesOf(image) is [var there, ..] ? there.Reference : null;

    private async Task<SharedImage?> LocateAsync(BuiltImage image, CancellationToken cancellationToken)
    {
        foreach (var there in PlacesOf(image))
        {
            // By digest: what is used is what was found, whatever the tag leads to by now.
            if (await registry.FindManifestAsync(there.Reference, cancellationToken) is { } manifest
                && SharedManifest.Read(manifest) is { IsImage: true } document)
            {
                return there with { Manifest = document };
            }

            await ForgetAsync(image.Build, there, cancellationToken);
        }

        return null;
    }

    private async Task ForgetAsync(BuildId build, SharedImage there, CancellationToken cancellationToken)
    {
        known.Forget(build, there);
        await forget(build, cancellationToken);
    }

    /// <summary>Where the image of a build was seen.</summary>
    public ImmutableArray<SharedImage> PlacesOf(BuiltImage image) =>
        image.ImageHash is { } hash
            ? [.. known.Find(image.Build).Where(there => there.Manifest.Config.Digest == hash.Sha256)]
            : known.Find(image.Build);

    /// <summary>Where an image was seen, whichever build is said to have made it.</summary>
    public IEnumerable<SharedImage> PlacesOf(ImageHash image) =>
        known.FindAll().Where(there => there.Manifest.Config.Digest == image.Sha256);

    private async Task<StoredImage> TakeAsync(
        BuildId build, SharedImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var (config, layers) = await ReadAsync(image, cancellationToken);
        var here = await local.FindLayersAsync([.. layers.Select(layer => layer.DiffId)], cancellationToken);
        try
        {
            var taken = await StreamPipe.RunAsync(
                (destination, token) => new SharedArchive(registry, image.Repository, progress)
                    .WriteAsync(
                        config,
                        layers,
                        diffId => here.ContainsKey(diffId) ? new LayerOrigin.NameOnly() : new LayerOrigin.Registry(),
                        destination,
                        token),
                (archive, token) => local.PutForeignAsync(build, archive, null, null, token),
                cancellationToken);
            await RememberAsync(
                image.Repository,
                [.. layers.DistinctBy(layer => layer.DiffId).Where(layer => !here.ContainsKey(layer.DiffId))],
                cancellationToken);
            return taken.Image;
        }
        catch (SlipwayException failure) when (IsTheArchives(failure.Diagnostics[0].Code))
        {
            throw Damaged(image, failure.Diagnostics[0].Message, failure);
        }
    }

    private async Task<(ReadOnlyMemory<byte> Config, ImmutableArray<(DiffId DiffId, OciDescriptor Blob)> Layers)>
        ReadAsync(SharedImage image, CancellationToken cancellationToken)
    {
        var config = await registry.ReadBlobAsync(image.Repository, image.Manifest.Config, cancellationToken);
        ImmutableArray<DiffId> diffIds;
        try
        {
            diffIds = SavedDocuments.DiffIds(config.ToArray());
        }
        catch (SlipwayException failure) when (IsTheArchives(failure.Diagnostics[0].Code))
        {
            throw Damaged(image, failure.Diagnostics[0].Message, failure);
        }

        return diffIds.Length == image.Manifest.Layers.Length
            ? (config, [.. diffIds.Zip(image.Manifest.Layers)])
            : throw Damaged(
                image,
                $"its manifest has {image.Manifest.Layers.Length} layers and its config {diffIds.Length}",
                null);
    }

    // What is pushed on top of it need not be packed again to find out what the registry calls it. That goes for what
    // came, and was found to be the layer; of a layer that was here already the manifest may say anything.
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
