using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;

namespace Slipway.Application.Builds;

/// <summary>Signs what was built from what.</summary>
public interface IImageSigner
{
    /// <summary>Sees to it that builds are signed or may be, before any of them is.</summary>
    /// <param name="builds">The builds, and the images that they made.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">Nobody can tell that this store made one of them.</exception>
    Task RequireAsync(
        IEnumerable<(BuildRecord Record, StoredImage Image)> builds, CancellationToken cancellationToken);

    /// <summary>Signs a statement about a build, and keeps it with the image.</summary>
    /// <param name="record">The build.</param>
    /// <param name="image">The image that it made, in the store.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">Signing failed.</exception>
    Task SignAsync(BuildRecord record, StoredImage image, CancellationToken cancellationToken);
}
