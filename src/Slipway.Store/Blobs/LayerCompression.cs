using Slipway.Core.Registries;
using ZstdNet;

namespace Slipway.Store.Blobs;

/// <summary>How layers are compressed. The same layer gives the same bytes on every machine.</summary>
internal static class LayerCompression
{
    public const string MediaType = OciMediaTypes.LayerZstd;

    /// <summary>What <c>zstd</c> itself takes by default.</summary>
    private const int Level = 3;

    /// <summary>
    /// zstd's bytes are the same for any number of workers from one up, and others for none: so there is always at least
    /// one. Two use both cores of small machines; more would cost 10 MB of buffers each and wait for the engine.
    /// </summary>
    private const int Workers = 2;

    /// <summary>
    /// What a worker takes at a time. The default of 8 MiB takes 30 MB more memory and makes layers 0.2 % smaller.
    /// </summary>
    private const int JobSize = 4 << 20;

    private const int BufferSize = 128 << 10;

    /// <summary>
    /// The largest window accepted, 32 MiB: the largest that Go's encoder takes by itself (github.com/klauspost/compress/zstd,
    /// <c>SpeedBestCompression</c>), and with it BuildKit. A hostile layer can ask for no more memory than that.
    /// </summary>
    private const int WindowLog = 25;

    /// <summary>Compresses into a stream, which stays open.</summary>
    public static Stream Compress(Stream destination, int workers = Workers) => new CompressionStream(
        destination,
        new CompressionOptions(
            null,
            new Dictionary<ZSTD_cParameter, int>
            {
                [ZSTD_cParameter.ZSTD_c_nbWorkers] = workers,
                [ZSTD_cParameter.ZSTD_c_jobSize] = JobSize,
            },
            Level),
        BufferSize);

    /// <summary>Decompresses; the source stays open.</summary>
    public static Stream Decompress(Stream source) => new DecompressionStream(
        source,
        new DecompressionOptions(
            null, new Dictionary<ZSTD_dParameter, int> { [ZSTD_dParameter.ZSTD_d_windowLogMax] = WindowLog }),
        BufferSize);
}
