using Slipway.Model.Values;

namespace Slipway.Model.Storage;

/// <summary>Keeps signed statements about images as long as the images, or the builds that made them.</summary>
public interface IStatementStore : IStatementSource
{
    /// <summary>Keeps a statement. Keeping it again does nothing.</summary>
    /// <param name="image">The image that it is about.</param>
    /// <param name="statement">The bytes of a bundle.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Diagnostics.SlipwayException">The disk is full; the store is read-only.</exception>
    Task AddAsync(ImageHash image, ReadOnlyMemory<byte> statement, CancellationToken cancellationToken);

    /// <summary>Keeps what is said about other images as long as one that is built on them.</summary>
    /// <param name="image">The image.</param>
    /// <param name="ancestors">All that it is built on; they need not be in the store.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Diagnostics.SlipwayException">The disk is full; the store is read-only.</exception>
    Task KeepWithAsync(
        ImageHash image, IReadOnlyCollection<ImageHash> ancestors, CancellationToken cancellationToken);
}
