using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Registry.Hosts;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Distribution;

/// <summary>
/// Sends blobs, each in the first way that the registry takes:
/// https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pushing-blobs.
/// </summary>
internal sealed class BlobUpload(RegistryHosts hosts, Retries retries, RegistrySettings settings)
{
    private readonly UploadWays _ways = new();

    public async Task SendAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        await using var source = new ChunkSource(openAt);
        var route = new UploadRoute(_ways.For(repository.Registry, blob.Size, settings.ChunkSize));
        var session = new UploadSession(hosts, settings, repository, blob, source, route, progress);
        await retries.ResumeAsync(
            async token =>
            {
                try
                {
                    await session.AdvanceAsync(token);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    source.ThrowIfFailed();
                    throw;
                }
            },
            () => session.Furthest,
            blob.Size,
            cancellationToken);
        foreach (var way in route.Refused)
        {
            _ways.Refused(repository.Registry, way, blob.Size);
        }
    }

    public static SlipwayException Failed(string registry, RepositoryName repository, string why) => new(new Diagnostic(
        RegistryCodes.UploadFailed,
        $"The upload of a blob to {repository} failed: {why}",
        $"Try again; when it fails again, the storage of the registry {registry} "
        + "or a proxy before it changes what is sent."));
}
