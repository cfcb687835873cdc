using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using Slipway.Http;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Hosts;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Distribution;

/// <summary>
/// Manifests and indexes: https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests.
/// </summary>
internal sealed class Manifests(RegistryHosts hosts, Retries retries)
{
    // https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#error-codes
    private const string BlobUnknown = "MANIFEST_BLOB_UNKNOWN";

    // 405 and 400 are what registries answer that were told not to delete, or have no deleting.
    private static readonly ImmutableArray<HttpStatusCode> Deleted =
    [
        HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound,
        HttpStatusCode.MethodNotAllowed, HttpStatusCode.BadRequest,
    ];

    public Task<bool> ConfirmsAsync(
        ImageReference reference, RepoDigest known, CancellationToken cancellationToken) =>
        retries.RunAsync(
            async token =>
            {
                var host = await hosts.GetAsync(reference.Repository.Registry, token);
                var call = Reading(host, HttpMethod.Head, reference, $"look up {reference}");
                using var answer = await host.SendAsync(call, token);
                // Whatever else it is, an error without a body among them, is found out by reading the manifest.
                return answer.StatusCode == HttpStatusCode.OK && ContentDigest.Of(answer) == known.Sha256;
            },
            cancellationToken);

    public Task<RegistryManifest?> FindAsync(ImageReference reference, CancellationToken cancellationToken) =>
        retries.RunAsync(
            async token =>
            {
                var host = await hosts.GetAsync(reference.Repository.Registry, token);
                return await GetAsync(host, reference, token);
            },
            cancellationToken);

    /// <returns>Whether the registry says that it lists the manifest under its subject.</returns>
    public Task<bool> PutAsync(
        RepositoryName repository, string? tag, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        var reference = new ImageReference(repository, tag, tag is null ? manifest.RepoDigest : null);
        return retries.RunAsync(
            async token =>
            {
                var host = await hosts.GetAsync(repository.Registry, token);
                var call = Call(host, HttpMethod.Put, reference, $"store {reference}", Scope.Push(repository.Path)) with
                {
                    Content = _ => new ReadOnlyMemoryContent(manifest.Content)
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue(manifest.Descriptor.MediaType) },
                    },
                };
                using var answer = await host.SendAsync(call, token);
                if (!UploadRequests.Taken.Contains(answer.StatusCode))
                {
                    throw await RefusedAsync(host, call, answer, token);
                }

                return ContentDigest.Of(answer) is { } digest && digest != manifest.Descriptor.Digest
                    ? throw RegistryFailures.Mismatch(
                        host.Name, reference.ToString(), $"it stored it as {digest.ToOciString()}")
                    : answer.Headers.NonValidated.Contains("OCI-Subject");
            },
            cancellationToken);
    }

    /// <summary>What the date of an answer says; any answer has one, also that credentials are wanted.</summary>
    public Task<DateTimeOffset?> FindTimeAsync(string registry, CancellationToken cancellationToken) =>
        retries.RunAsync(
            async token =>
            {
                var host = await hosts.GetAsync(registry, token);
                var call = new RegistryCall(HttpMethod.Get, host.At(string.Empty), [], "ask for its version");
                using var answer = await host.SendAsync(call, token);
                return answer.Headers.Date;
            },
            cancellationToken);

    /// <summary>
    /// Deletes by digest, because not every registry deletes by tag:
    /// https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#deleting-manifests.
    /// </summary>
    /// <returns>Whether it is gone; false when the registry does not delete.</returns>
    public Task<bool> DeleteAsync(ImageReference reference, CancellationToken cancellationToken) =>
        retries.RunAsync(
            async token =>
            {
                var host = await hosts.GetAsync(reference.Repository.Registry, token);
                var digest = reference.RepoDigest ?? (await GetAsync(host, reference, token))?.RepoDigest;
                if (digest is null)
                {
                    return true;
                }

                var target = new ImageReference(reference.Repository, null, digest);
                var call = Call(
                    host, HttpMethod.Delete, target, $"delete {target}", Scope.Delete(reference.Repository.Path));
                using var answer = await host.ExpectAsync(call, Deleted, token);
                return answer.StatusCode is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest);
            },
            cancellationToken);

    private static async Task<RegistryManifest?> GetAsync(
        RegistryHost host, ImageReference reference, CancellationToken cancellationToken)
    {
        var call = Reading(host, HttpMethod.Get, reference, $"read the manifest of {reference}");
        using var answer = await host.ExpectAsync(
            call, [HttpStatusCode.OK, HttpStatusCode.NotFound], cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        byte[] content = await host.Exchange.ReadAsync(
            host.Name, answer, RegistryLimits.Manifest, "a manifest", cancellationToken);
        var digest = RepoDigest.Of(content);
        Check(host, reference, digest);
        if (ContentDigest.Of(answer) is { } claimed && claimed != digest.Sha256)
        {
            throw RegistryFailures.Mismatch(
                host.Name,
                reference.ToString(),
                $"it says {claimed.ToOciString()} and sends {digest.ToOciString()}");
        }

        string type = ManifestDocument.TypeOf(
            host.Name, reference.ToString(), answer.Content.Headers.ContentType?.MediaType, content);
        return new RegistryManifest(new OciDescriptor(type, digest.Sha256, content.Length), content);
    }

    /// <remarks>
    /// Whoever stores a manifest has made sure of its blobs. A registry that knows one of them no more a moment later
    /// is about to write down once more that it has it, for somebody else who sent the same one, or reads of a copy of
    /// its storage that is behind.
    /// </remarks>
    private static async Task<Exception> RefusedAsync(
        RegistryHost host, RegistryCall call, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var failure = await host.FailureAsync(call, answer, cancellationToken);
        return failure.Diagnostics[0].Message.Contains(BlobUnknown, StringComparison.Ordinal)
            ? new TransientException(failure)
            : failure;
    }

    private static void Check(RegistryHost host, ImageReference reference, RepoDigest digest)
    {
        if (reference.RepoDigest is { } wanted && wanted != digest)
        {
            throw RegistryFailures.Mismatch(host.Name, reference.ToString(), $"it is {digest.ToOciString()}");
        }
    }

    private static RegistryCall Reading(RegistryHost host, HttpMethod method, ImageReference reference, string what) =>
        Call(host, method, reference, what, Scope.Pull(reference.Repository.Path)) with
        {
            Accept = OciMediaTypes.Manifests,
        };

    private static RegistryCall Call(
        RegistryHost host, HttpMethod method, ImageReference reference, string what, Scope scope) =>
        new(method, host.At($"{reference.Repository.Path}/manifests/{reference.Reference}"), [scope], what);
}
