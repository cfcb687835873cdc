using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Placing;

namespace Slipway.Sharing.Images;

/// <summary>The images of which this process learned where they are, by the builds that made them.</summary>
internal sealed class KnownImages
{
    private readonly ConcurrentDictionary<BuildId, ImmutableArray<SharedImage>> _images = new();
    private readonly ConcurrentQueue<SharedImage> _new = new();

    /// <summary>What the layers of images are called, and where, as far as it was seen.</summary>
    public KnownLayers Layers { get; } = new();

    /// <summary>The images that were seen since this was asked before.</summary>
    public IEnumerable<SharedImage> TakeNew()
    {
        while (_new.TryDequeue(out var image))
        {
            yield return image;
        }
    }

    public void Add(BuildId build, SharedImage image)
    {
        if (image.Manifest.IsImage)
        {
            if (Find(build, image.Repository)?.Reference != image.Reference)
            {
                _new.Enqueue(image);
            }

            _images.AddOrUpdate(
                build,
                _ => [image],
                (_, known) => [image, .. known.Where(other => other.Repository != image.Repository)]);
        }
    }

    /// <summary>Where the image of a build is: wherever it was seen, what was seen last first.</summary>
    public ImmutableArray<SharedImage> Find(BuildId build) => _images.GetValueOrDefault(build, []);

    /// <summary>All that was seen.</summary>
    public IEnumerable<SharedImage> FindAll() => _images.Values.SelectMany(images => images);

    /// <summary>Forgets an image that is gone.</summary>
    public void Forget(BuildId build, SharedImage image) =>
        _images.AddOrUpdate(build, _ => [], (_, known) => known.Remove(image));

    /// <summary>The image of a build in one repository; null when it was not seen there.</summary>
    public SharedImage? Find(BuildId build, RepositoryName repository) =>
        Find(build).FirstOrDefault(image => image.Repository == repository);
}

/// <summary>An image in the registry.</summary>
/// <param name="Manifest">Its manifest, by whose digest it is asked for.</param>
internal sealed record SharedImage(RepositoryName Repository, SharedManifest Manifest)
{
    /// <summary>The name by which it is asked for, which nobody can give to something else.</summary>
    public ImageReference Reference => new(Repository, null, new RepoDigest(Manifest.Descriptor.Digest));
}
