using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Registries;

/// <summary>A blob of a registry that is held whole: a document, or what stands for nothing.</summary>
/// <param name="Descriptor">What it is called by its content.</param>
/// <param name="Content">Its bytes.</param>
public sealed record SmallBlob(OciDescriptor Descriptor, ReadOnlyMemory<byte> Content)
{
    /// <summary>The blob that stands where one has to and says nothing.</summary>
    /// <remarks>
    /// https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md#guidance-for-an-empty-descriptor
    /// </remarks>
    public static SmallBlob Empty { get; } = Of(OciMediaTypes.Empty, "{}"u8.ToArray());

    public static SmallBlob Of(string mediaType, ReadOnlyMemory<byte> content) =>
        new(new OciDescriptor(mediaType, Sha256Digest.Of(content.Span), content.Length), content);

    /// <summary>Sends it to a repository that lacks it.</summary>
    /// <exception cref="SlipwayException">The registry cannot be reached or refuses it.</exception>
    public async Task PlaceAsync(
        IImageRegistry registry, RepositoryName repository, CancellationToken cancellationToken)
    {
        if (!await registry.HasBlobAsync(repository, Descriptor.Digest, cancellationToken))
        {
            await registry.UploadBlobAsync(
                repository,
                Descriptor,
                offset => new MemoryStream(Content[(int)offset..].ToArray(), writable: false),
                null,
                cancellationToken);
        }
    }
}
