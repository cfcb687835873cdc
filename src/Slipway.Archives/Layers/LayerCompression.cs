using Slipway.Model.Registries;
using ZstdNet;

namespace Slipway.Archives.Layers;

/// <summary>How layers are compressed. The same layer gives the same bytes on every machine.</summary>
public static class LayerCompression
{
    public const string MediaType = OciMediaTypes.LayerZstd;

    /// <summary>What <c>zstd</c> itself takes by default.</summary>
    private const int Level = 3;

    /// <summary>
    /// zstd's bytes are the same for any number of workers from one up, and others for none: so there is always at
    /// least one. Two use both cores of small machines; more would cost 10 MB of buffers each and wait for the engine.
    /// </summary>
    private const int Workers = 2;

    /// <summary>
    /// What a worker takes at a time. The default of 8 MiB takes 30 MB more memory and makes layers 0.2 % smaller.
    /// </summary>
    private const int JobSize = 4 << 20;

    private const int BufferSize = 128 << 10;

    /// <summary>
    /// The largest window accepted, 32 MiB: the largest that Go's encoder takes by itself
    /// (github.com/klauspost/compress/zstd, <c>SpeedBestCompression</c>), and with it BuildKit. A hostile layer can ask
    /// for no more memory than that.
    /// </summary>
    private const int WindowLog = 25;

    /// <summary>
    /// The largest window that zstd itself takes without being asked, 128 MiB: what any tool makes of a whole archive.
    /// https://github.com/facebook/zstd/blob/v1.5.7/lib/zstd.h, <c>ZSTD_WINDOWLOG_LIMIT_DEFAULT</c>
    /// </summary>
    private const int LargestWindowLog = 27;

    /// <summary>From this level on zstd takes windows that <see cref="WindowLog"/> forbids.</summary>
    private const int FirstLevelOfLargeWindows = 21;

    /// <summary>Compresses into a stream, which stays open.</summary>
    public static Stream Compress(Stream destination, int workers = Workers) => Compress(
        destination,
        Level,
        new Dictionary<ZSTD_cParameter, int>
        {
            [ZSTD_cParameter.ZSTD_c_nbWorkers] = workers,
            [ZSTD_cParameter.ZSTD_c_jobSize] = JobSize,
        });

    /// <summary>Compresses a whole archive at a level that somebody chose; the stream stays open.</summary>
    /// <remarks>
    /// Jobs have zstd's own size, which grows with the level: a small one would spoil what a high level is for. A
    /// checksum is added, as other tools do, for those who have no hash to compare with.
    /// </remarks>
    public static Stream CompressArchive(Stream destination, int level)
    {
        var parameters = new Dictionary<ZSTD_cParameter, int>
        {
            [ZSTD_cParameter.ZSTD_c_nbWorkers] = Workers,
            [ZSTD_cParameter.ZSTD_c_checksumFlag] = 1,
        };
        if (level >= FirstLevelOfLargeWindows)
        {
            parameters[ZSTD_cParameter.ZSTD_c_windowLog] = WindowLog;
        }

        return Compress(destination, level, parameters);
    }

    /// <summary>Decompresses a whole archive, whoever made it; the source stays open.</summary>
    public static Stream DecompressArchive(Stream source) => Decompress(source, LargestWindowLog);

    /// <summary>Decompresses; the source stays open.</summary>
    public static Stream Decompress(Stream source) => Decompress(source, WindowLog);

    private static CompressionStream Compress(
        Stream destination, int level, Dictionary<ZSTD_cParameter, int> parameters) =>
        new(destination, new CompressionOptions(null, parameters, level), BufferSize);

    private static DecompressionStream Decompress(Stream source, int windowLog) => new(
        source,
        new DecompressionOptions(
            null, new Dictionary<ZSTD_dParameter, int> { [ZSTD_dParameter.ZSTD_d_windowLogMax] = windowLog }),
        BufferSize);
}
