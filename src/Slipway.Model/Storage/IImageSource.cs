using Slipway.Model.Diagnostics;

namespace Slipway.Model.Storage;

/// <summary>Where the images that builds made are had from.</summary>
public interface IImageSource
{
    /// <summary>Whether the image of a build can be had: it is here, or where the build left it.</summary>
    Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken);

    /// <summary>What is known about a build, for entries that do not say it.</summary>
    Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken);

    /// <summary>
    /// The image of a build, brought into the store of this machine when it is elsewhere; null when it is gone.
    /// </summary>
    /// <param name="progress">Bytes received, now and then.</param>
    /// <exception cref="SlipwayException">What came is not what the build made.</exception>
    Task<StoredImage?> FetchAsync(BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken);
}
