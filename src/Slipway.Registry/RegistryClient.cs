using Slipway.Http;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Distribution;
using Slipway.Registry.Hosts;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry;

/// <summary>
/// Talks to OCI registries. Connects to one when it is first asked about it,
/// and looks for credentials when it asks for some.
/// </summary>
/// <remarks>
/// https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#api. No failure that leaves here has a
/// secret in it, whatever servers say.
/// </remarks>
public sealed class RegistryClient : IImageRegistry, IDisposable
{
    private readonly RegistryHosts _hosts;
    private readonly Manifests _manifests;
    private readonly Referrers _referrers;
    private readonly Tags _tags;
    private readonly Blobs _blobs;
    private readonly BlobDownload _download;
    private readonly BlobUpload _upload;

    public RegistryClient(RegistrySettings settings)
    {
        var retries = new Retries(RegistryRetries.Schedule, settings.Clock);
        _hosts = new RegistryHosts(settings);
        _manifests = new Manifests(_hosts, retries);
        _referrers = new Referrers(_hosts, retries, _manifests);
        _tags = new Tags(_hosts, retries);
        _blobs = new Blobs(_hosts, retries);
        _download = new BlobDownload(_hosts, retries);
        _upload = new BlobUpload(_hosts, retries, settings);
    }

    public Task<bool> ConfirmsAsync(
        ImageReference reference, RepoDigest known, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_manifests.ConfirmsAsync(reference, known, cancellationToken));

    public Task<RegistryManifest?> FindManifestAsync(ImageReference reference, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_manifests.FindAsync(reference, cancellationToken));

    public Task<IReadOnlyList<string>> ListTagsAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_tags.ListAsync(repository, cancellationToken));

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(
        RepositoryName repository, OciDescriptor blob, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_download.ReadAsync(repository, blob, cancellationToken));

    public Task CopyBlobAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_download.CopyAsync(repository, blob, destination, progress, cancellationToken));

    public Task<bool> HasBlobAsync(
        RepositoryName repository, Sha256Digest digest, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_blobs.ExistsAsync(repository, digest, cancellationToken));

    public Task<bool> MountBlobAsync(
        RepositoryName repository, Sha256Digest digest, RepositoryName from, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_blobs.MountAsync(repository, digest, from, cancellationToken));

    public Task UploadBlobAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_upload.SendAsync(repository, blob, openAt, progress, cancellationToken));

    public Task PutManifestAsync(
        RepositoryName repository, string? tag, RegistryManifest manifest, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_manifests.PutAsync(repository, tag, manifest, cancellationToken));

    public Task PutReferrerAsync(
        RepositoryName repository, string tag, RegistryManifest manifest, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_referrers.PutAsync(repository, tag, manifest, cancellationToken));

    public Task<bool> ListUnderAsync(
        RepositoryName repository,
        Sha256Digest subject,
        IReadOnlyCollection<RegistryManifest> manifests,
        CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_referrers.ListUnderAsync(repository, subject, manifests, cancellationToken));

    public Task<IReadOnlyList<Referrer>> ListReferrersAsync(
        RepositoryName repository, Sha256Digest subject, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_referrers.ListAsync(repository, subject, cancellationToken));

    public Task<DateTimeOffset?> FindTimeAsync(string registry, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_manifests.FindTimeAsync(registry, cancellationToken));

    public Task<bool> DeleteManifestAsync(ImageReference reference, CancellationToken cancellationToken) =>
        _hosts.Secrets.GuardAsync(_manifests.DeleteAsync(reference, cancellationToken));

    public void Dispose() => _hosts.Dispose();
}
