using System.Collections.Immutable;
using Slipway.Application.Building;
using Slipway.Application.Builds;
using Slipway.Application.Workspaces.Parts;
using Slipway.Engines.Loading;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Storage;

namespace Slipway.Application.Running;

/// <summary>Makes images available in the engine, and runs them.</summary>
internal sealed class ImageLoader(WorkspaceParts parts)
{
    /// <summary>Loads an image that is indexed or stored, building nothing.</summary>
    /// <exception cref="SlipwayException">There is no such image, or the push may not use it.</exception>
    public async Task<LoadedImage> LoadAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var target = await new LoadTargetFinder(parts).FindAsync(request, cancellationToken);
        var engine = await parts.EngineAsync(cancellationToken);
        var tags = request.Tags.IsEmpty ? target.Tags : request.Tags;
        var transfer = await LoadAsync(engine, target.Image, target.Description, tags, cancellationToken);
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
        var stored = await new StoredImages(parts).FetchAsync(made, image.Name, cancellationToken);
        var tags = LocalTags.Of(image, outcome.Planned.Digest, parts.Catalog, parts.Push);
        await LoadAsync(engine, stored, image.Name.Value, tags, cancellationToken);
        return await engine.RunAsync(stored.ImageHash, options, command, cancellationToken);
    }

    private async Task<LoadResult> LoadAsync(
        IImageEngine engine,
        StoredImage image,
        string description,
        IEnumerable<string> tags,
        CancellationToken cancellationToken)
    {
        var transfer = await parts.Feedback.ShowAsync(
            $"loading {description}",
            progress => new EngineImages(engine, parts.Store.Images).LoadAsync(image, progress, cancellationToken));
        foreach (string tag in tags)
        {
            await engine.TagAsync(image.ImageHash, tag, cancellationToken);
        }

        return transfer;
    }
}
