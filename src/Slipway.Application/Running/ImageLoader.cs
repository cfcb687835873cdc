using System.Collections.Immutable;
using Slipway.Application.Building;
using Slipway.Application.Builds;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Engines.Loading;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing.Images;

namespace Slipway.Application.Running;

/// <summary>Makes images available in the engine, and runs them.</summary>
internal sealed class ImageLoader(WorkspaceParts parts)
{
    /// <summary>Loads an image that is indexed or stored, building nothing.</summary>
    /// <exception cref="SlipwayException">There is no such image, or the push may not use it.</exception>
    public async Task<LoadedImage> LoadAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        EngineImages? images = null;
        var target = await new LoadTargetFinder(
            parts,
            mayBeRemote: true,
            loading: async token => images ??= new EngineImages(await parts.EngineAsync(token), parts.Store.Images))
            .FindAsync(request, cancellationToken);
        var engine = await parts.EngineAsync(cancellationToken);
        images ??= new EngineImages(engine, parts.Store.Images);
        var tags = request.Tags.IsEmpty ? target.Tags : request.Tags;
        var transfer = target.Remote is { } remote
            ? await ReadAsync(engine, remote, target.Description, tags, cancellationToken)
            : await LoadAsync(engine, images, target.Image, target.Description, tags, cancellationToken);
        return new LoadedImage(target.Description, target.Name, target.Image, tags, transfer);
    }

    /// <summary>Runs a command in an image that is there after a build.</summary>
    /// <param name="outcome">What came of the image; it is available.</param>
    /// <param name="options">Options for the engine, in its own words.</param>
    /// <param name="command">The command and its arguments; none for the image's own.</param>
    /// <param name="cancellationToken">Ends the container.</param>
    /// <returns>The exit code of the container.</returns>
    public async Task<int> RunAsync(
        ImageOutcome outcome,
        ImmutableArray<string> options,
        ImmutableArray<string> command,
        CancellationToken cancellationToken)
    {
        var image = parts.Catalog[outcome.Planned.Name];
        var made = outcome.Image ?? throw new ArgumentException($"There is no image {image.Name}.", nameof(outcome));
        var engine = await parts.EngineAsync(cancellationToken);
        var tags = LocalTags.Of(image, outcome.Planned.Digest, parts.Catalog, parts.Push);
        if (parts.BackendKind == BackendKind.Registry
            && await parts.Shared.OpenAsync(made, cancellationToken) is { } remote)
        {
            await parts.Guards.Statements.AdmitAsync(
                [new UsedImage(made with { ImageHash = remote.Expected.ImageHash })], cancellationToken);
            await ReadAsync(engine, remote, image.Name.Value, tags, cancellationToken);
            return await engine.RunAsync(remote.Expected.ImageHash, options, command, cancellationToken);
        }

        var images = new EngineImages(engine, parts.Store.Images);
        var stored = await new StoredImages(parts).FetchAsync(made, image.Name, images, cancellationToken);
        await LoadAsync(engine, images, stored, image.Name.Value, tags, cancellationToken);
        return await engine.RunAsync(stored.ImageHash, options, command, cancellationToken);
    }

    /// <summary>Hands the engine an image of the registry, as far as it lacks it.</summary>
    /// <remarks>
    /// It is not told to pull: Podman takes whatever layers a manifest names, and gives them the ID of its config.
    /// </remarks>
    private async Task<LoadResult> ReadAsync(
        IImageEngine engine,
        RemoteImage image,
        string description,
        ImmutableArray<string> tags,
        CancellationToken cancellationToken)
    {
        bool asLayout = engine.Description.Name != EngineNames.Docker;
        var transfer = await parts.Feedback.ShowAsync(
            $"fetching {description}",
            progress => engine.LoadAsync(
                image.Expected,
                (skip, destination, token) => image.WriteArchiveAsync(skip, asLayout, destination, progress, token),
                cancellationToken));
        await engine.TagAsync(image.Expected.ImageHash, tags, cancellationToken);
        return transfer;
    }

    private async Task<LoadResult> LoadAsync(
        IImageEngine engine,
        EngineImages images,
        StoredImage image,
        string description,
        ImmutableArray<string> tags,
        CancellationToken cancellationToken)
    {
        var transfer = await parts.Feedback.ShowAsync(
            $"loading {description}",
            progress => images.LoadAsync(image, progress, cancellationToken));
        await engine.TagAsync(image.ImageHash, tags, cancellationToken);
        return transfer;
    }
}
