using System.Collections.Concurrent;
using Slipway.Model.Diagnostics;

namespace Slipway.Model.Storage;

/// <summary>Where the images that builds made are had from.</summary>
public interface IImageSource
{
    /// <summary>Whether the image of a build can be had: it is here, or where the build left it.</summary>
    Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken);

    /// <summary>
    /// Those of some images that can be had, as far as can be told without asking for each: a source elsewhere may go
    /// by what it is told of the builds. Before an image is used, <see cref="HasAsync"/> is asked.
    /// </summary>
    async Task<IReadOnlySet<BuiltImage>> FindPresentAsync(
        IReadOnlyCollection<BuiltImage> images, CancellationToken cancellationToken) =>
        (await ManyAsync(images, HasAsync, cancellationToken))
            .Where(pair => pair.Value)
            .Select(pair => pair.Key)
            .ToHashSet();

    /// <summary>What is known about a build, for entries that do not say it.</summary>
    Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken);

    /// <summary>The same for many builds, in as few questions as the source needs.</summary>
    Task<IReadOnlyDictionary<BuiltImage, BuildFacts>> FindManyFactsAsync(
        IReadOnlyCollection<BuiltImage> images, CancellationToken cancellationToken) =>
        ManyAsync(images, FindFactsAsync, cancellationToken);

    /// <summary>
    /// The image of a build, brought into the store of this machine when it is elsewhere; null when it is gone.
    /// </summary>
    /// <param name="progress">Bytes received, now and then.</param>
    /// <exception cref="SlipwayException">What came is not what the build made.</exception>
    Task<StoredImage?> FetchAsync(BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>The same, and what arrives is handed on while it does.</summary>
    /// <param name="copy">Gets the image as a docker-archive without tags, which has no <c>manifest.json</c> before the
    /// image is verified and stored. Gets nothing when the image is in the store already, or does not come as an
    /// archive.</param>
    /// <inheritdoc cref="FetchAsync(BuiltImage, IProgress{long}?, CancellationToken)"/>
    Task<StoredImage?> FetchAsync(
        BuiltImage image, Stream copy, IProgress<long>? progress, CancellationToken cancellationToken) =>
        FetchAsync(image, progress, cancellationToken);

    /// <summary>Asks about each image once, and about several at a time.</summary>
    protected static async Task<IReadOnlyDictionary<BuiltImage, T>> ManyAsync<T>(
        IReadOnlyCollection<BuiltImage> images,
        Func<BuiltImage, CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken)
    {
        const int AtOnce = 16;
        var answers = new ConcurrentDictionary<BuiltImage, T>();
        await Parallel.ForEachAsync(
            images.Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (image, token) => answers[image] = await ask(image, token));
        return answers;
    }
}
