using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Secrets;
using Slipway.Model.Values;

namespace Slipway.Model.Storage;

/// <summary>Holds built images and the inputs manifests of their digests; a source of what it holds.</summary>
public interface IImageStore : IImageSource
{
    /// <summary>The image with this image hash, or null.</summary>
    Task<StoredImage?> FindAsync(ImageHash imageHash, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the one image of an archive that a build elsewhere made, and keeps in mind whose it is.
    /// </summary>
    /// <remarks>
    /// Nothing is known of the image before: what it is, the archive says, and what it says is checked.
    /// </remarks>
    /// <param name="archive">A docker-archive, plain or compressed with gzip or zstd; read to its end, and nothing is
    /// kept unless that is reached.</param>
    /// <param name="passage">Who else is to see it; null for nobody.</param>
    /// <param name="progress">Bytes of the tar, now and then.</param>
    /// <param name="cancellationToken">Cancels; the store is as it was before, save for unreferenced blobs.</param>
    /// <exception cref="SlipwayException">The archive is truncated, hostile or holds several images; the disk
    /// is full; the store is read-only.</exception>
    Task<PutResult> PutForeignAsync(
        BuildId build,
        Stream archive,
        Passage? passage,
        IProgress<long>? progress,
        CancellationToken cancellationToken);

    /// <summary>From now on <see cref="PutAsync"/> refuses images in which one of these values stands.</summary>
    /// <param name="values">Of build secrets. They are not kept;
    /// those too short to be told from chance are left out.</param>
    /// <exception cref="SlipwayException">The store's secret is damaged or was replaced;
    /// the store is read-only.</exception>
    Task RefuseAsync(IEnumerable<SecretValue> values, CancellationToken cancellationToken);

    /// <summary>Stores an image from what an engine saved: a docker-archive, an OCI layout in a tar, or both.</summary>
    /// <remarks>
    /// The engine has described the image before: only that image is stored, and only layers that are missing are read.
    /// </remarks>
    /// <param name="archive">Read to its end. Layers that the store has are read past, not compressed again.</param>
    /// <param name="expected">The image and its layers as the engine described them.</param>
    /// <param name="progress">Bytes read from <paramref name="archive"/>, now and then.</param>
    /// <param name="cancellationToken">Cancels; the store is as it was before, save for unreferenced blobs.</param>
    /// <exception cref="SlipwayException">The archive is truncated, hostile or another image; a value that was
    /// handed to a build stands in it; the disk is full; the store is read-only.</exception>
    Task<PutResult> PutAsync(
        Stream archive, EngineImageLayers expected, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Stores an image that has the layers of another one and a config of its own.</summary>
    /// <param name="image">Whose layers it has.</param>
    /// <param name="config">The bytes of its config, which lists just these layers.</param>
    /// <exception cref="SlipwayException">A layer is gone; the disk is full; the store is read-only.</exception>
    Task<StoredImage> PutConfigAsync(
        StoredImage image, ReadOnlyMemory<byte> config, CancellationToken cancellationToken);

    /// <summary>
    /// Makes an image findable by other tools as <c>&lt;name&gt;:&lt;digest&gt;</c> in the OCI layout.
    /// </summary>
    /// <remarks>A name that a more trusted scope gave stays as it is.</remarks>
    Task NameAsync(
        ImageName name,
        InputsDigest digest,
        StoredImage image,
        IndexScope scope,
        CancellationToken cancellationToken);

    /// <summary>
    /// Streams an image as a docker-archive with <c>manifest.json</c> and the legacy <c>repositories</c>.
    /// </summary>
    /// <param name="tags">Full tags, such as <c>base:latest</c>.</param>
    /// <param name="skipLayers">How many of the lowest layers are left out, because the engine has them.</param>
    /// <param name="destination">Where the tar goes. Every byte is verified before the archive is complete: when a blob
    /// is not what its digest says, this throws and the archive has no end.</param>
    /// <param name="progress">Bytes written, now and then.</param>
    /// <exception cref="SlipwayException">A blob is missing, truncated or altered.</exception>
    Task WriteArchiveAsync(
        StoredImage image,
        IReadOnlyCollection<string> tags,
        int skipLayers,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken);

    /// <summary>
    /// Reads everything of an image and its manifest, and sees to it that it is what the digests say.
    /// </summary>
    /// <exception cref="SlipwayException">Something of it is missing or altered.</exception>
    Task VerifyAsync(StoredImage image, CancellationToken cancellationToken);

    /// <summary>The bytes of an image's config, verified against the image hash.</summary>
    /// <exception cref="SlipwayException">The blob is missing or altered.</exception>
    Task<ReadOnlyMemory<byte>> ReadConfigAsync(StoredImage image, CancellationToken cancellationToken);

    /// <summary>What a layer became when it was last packed here; null when it never was.</summary>
    Task<OciDescriptor?> FindPackedAsync(DiffId diffId, LayerFormat format, CancellationToken cancellationToken);

    /// <summary>Keeps in mind what a layer is in a registry, from which it came.</summary>
    Task RememberPackedAsync(DiffId diffId, OciDescriptor packed, CancellationToken cancellationToken);

    /// <summary>Those of some layers that the store has, of whatever image, and their bytes uncompressed.</summary>
    Task<IReadOnlyDictionary<DiffId, long>> FindLayersAsync(
        IReadOnlyCollection<DiffId> diffIds, CancellationToken cancellationToken);

    /// <summary>Streams a layer uncompressed, verifying every byte of it on the way.</summary>
    /// <exception cref="SlipwayException">The store does not have it, or its blob is damaged.</exception>
    Task CopyLayerAsync(DiffId diffId, Stream destination, CancellationToken cancellationToken);

    /// <summary>Packs a layer for a registry, verifying every byte of it on the way.</summary>
    /// <param name="image">An image that has the layer.</param>
    /// <param name="diffId">SHA-256 of the uncompressed layer tar.</param>
    /// <param name="format">How; the same layer gives the same bytes with the same version of Slipway.</param>
    /// <exception cref="SlipwayException">A blob is missing or altered; the disk is full.</exception>
    Task<IPackedLayer> PackAsync(
        StoredImage image, DiffId diffId, LayerFormat format, CancellationToken cancellationToken);

    /// <summary>Stores a small blob, such as an inputs manifest. Storing it again does nothing.</summary>
    Task<Sha256Digest> PutBlobAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>A small blob, verified; null when the store does not have it.</summary>
    Task<byte[]?> GetBlobAsync(Sha256Digest digest, CancellationToken cancellationToken);
}

/// <summary>
/// A layer in the form in which a registry gets it. Disposing of it removes what was only made for that.
/// </summary>
public interface IPackedLayer : IDisposable
{
    OciDescriptor Descriptor { get; }

    /// <summary>Opens its bytes from an offset on.</summary>
    Stream OpenAt(long offset);
}

/// <summary>How a layer is compressed for a registry.</summary>
public enum LayerFormat
{
    /// <summary>What every engine can pull.</summary>
    Gzip,

    /// <summary>As the store has it; Docker from 23.0 on, Podman and containerd can pull it.</summary>
    Zstd,
}
