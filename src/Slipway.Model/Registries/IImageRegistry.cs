using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Registries;

/// <summary>The registries that can be reached, as the OCI distribution specification has them.</summary>
/// <remarks>
/// https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md. Everything that is read is verified against
/// its digest and bounded in size. All failures are <see cref="SlipwayException"/>s that name the registry.
/// </remarks>
public interface IImageRegistry
{
    /// <summary>
    /// Whether a registry says that a reference points to a digest that is known already,
    /// without reading what is there.
    /// </summary>
    /// <remarks>A claim, which costs no download: it can keep what is known, and never tells anything new.</remarks>
    Task<bool> ConfirmsAsync(ImageReference reference, RepoDigest known, CancellationToken cancellationToken);

    /// <summary>The manifest or index that a reference points to; null when there is none.</summary>
    Task<RegistryManifest?> FindManifestAsync(ImageReference reference, CancellationToken cancellationToken);

    /// <summary>The tags of a repository, sorted by ordinal; empty when there is no such repository.</summary>
    Task<IReadOnlyList<string>> ListTagsAsync(RepositoryName repository, CancellationToken cancellationToken);

    /// <summary>A blob of a few kilobytes, such as a config; an error when the registry does not have it.</summary>
    Task<ReadOnlyMemory<byte>> ReadBlobAsync(
        RepositoryName repository, OciDescriptor blob, CancellationToken cancellationToken);

    /// <summary>
    /// Streams a blob. It is complete and verified when the task ends; going on where a connection broke.
    /// </summary>
    Task CopyBlobAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken);

    Task<bool> HasBlobAsync(RepositoryName repository, Sha256Digest digest, CancellationToken cancellationToken);

    /// <summary>Makes a blob of another repository of the same registry available without sending it.</summary>
    /// <returns>False when the registry would not: the blob has to be sent.</returns>
    Task<bool> MountBlobAsync(
        RepositoryName repository, Sha256Digest digest, RepositoryName from, CancellationToken cancellationToken);

    /// <summary>Sends a blob in chunks, going on where the registry says it stopped when a connection breaks.</summary>
    /// <param name="repository">Where to.</param>
    /// <param name="blob">What it is; the registry verifies the digest.</param>
    /// <param name="openAt">Opens the content from an offset on; called again for every new attempt.</param>
    /// <param name="progress">Bytes sent so far, now and then.</param>
    Task UploadBlobAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken);

    /// <summary>Stores a manifest under a tag, or under its own digest when no tag is given.</summary>
    Task PutManifestAsync(
        RepositoryName repository, string? tag, RegistryManifest manifest, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a manifest that says something about another one, its subject, and sees to it that it is listed there.
    /// </summary>
    /// <param name="tag">A tag of its own: what is listed under a subject may get lost again where a registry does not
    /// keep that list itself.</param>
    Task PutReferrerAsync(
        RepositoryName repository, string tag, RegistryManifest manifest, CancellationToken cancellationToken);

    /// <summary>
    /// Sees to it that manifests that are there are listed under their subject, where the registry does not keep that
    /// list itself. The manifests are not stored again.
    /// </summary>
    /// <returns>False where the registry does that itself.</returns>
    Task<bool> ListUnderAsync(
        RepositoryName repository,
        Sha256Digest subject,
        IReadOnlyCollection<RegistryManifest> manifests,
        CancellationToken cancellationToken);

    /// <summary>What is listed as said about a manifest; nothing when there is no such manifest.</summary>
    Task<IReadOnlyList<Referrer>> ListReferrersAsync(
        RepositoryName repository, Sha256Digest subject, CancellationToken cancellationToken);

    /// <summary>What time it is for a registry; null when it does not say.</summary>
    /// <param name="registry">Its host, as it stands in references.</param>
    Task<DateTimeOffset?> FindTimeAsync(string registry, CancellationToken cancellationToken);

    /// <summary>Deletes what a tag leads to, and with it all other tags of the same manifest.</summary>
    /// <returns>False when the registry does not delete; true when it is gone, or never was.</returns>
    Task<bool> DeleteManifestAsync(ImageReference reference, CancellationToken cancellationToken);
}

/// <summary>A manifest that says something about another one.</summary>
/// <param name="ArtifactType">What it is; null when it is not told.</param>
public sealed record Referrer(OciDescriptor Descriptor, string? ArtifactType)
{
    /// <summary>What is told of it besides.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
