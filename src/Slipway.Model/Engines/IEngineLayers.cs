namespace Slipway.Model.Engines;

/// <summary>An image in an engine's own storage, read without asking the engine to save it.</summary>
/// <remarks>
/// What is read is compared with the image's hashes by whoever takes it in. It may fail at any time: the storage is the
/// engine's, and changes under the reader's hands.
/// </remarks>
public interface IEngineLayers
{
    /// <summary>The bytes of the config, whose hash is the image hash.</summary>
    ReadOnlyMemory<byte> Config { get; }

    /// <summary>The bytes of a layer's tar.</summary>
    /// <param name="layer">Its place, the lowest 0.</param>
    /// <exception cref="IOException">It cannot be told.</exception>
    Task<long> MeasureAsync(int layer, CancellationToken cancellationToken);

    /// <summary>Writes a layer's tar, byte for byte as the engine made it.</summary>
    /// <param name="layer">Its place, the lowest 0.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    Task WriteAsync(int layer, Stream destination, CancellationToken cancellationToken);
}
