using System.Collections.Immutable;
using System.Net;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Hosts;
using Slipway.Registry.Http;

namespace Slipway.Registry.Distribution;

/// <summary>
/// What a registry has of blobs:
/// https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#mounting-a-blob-from-another-repository.
/// </summary>
internal sealed class Blobs(RegistryHosts hosts, Retries retries)
{
    // Some registries, and firewalls before them, know nothing of HEAD; some let those push who may not read.
    private static readonly ImmutableArray<HttpStatusCode> NoHead =
    [
        HttpStatusCode.MethodNotAllowed, HttpStatusCode.Forbidden, HttpStatusCode.NotImplemented,
    ];

    private static readonly ImmutableArray<HttpStatusCode> LookUp =
    [
        HttpStatusCode.OK, HttpStatusCode.NotFound, .. NoHead,
    ];

    public Task<bool> ExistsAsync(
        RepositoryName repository, Sha256Digest digest, CancellationToken cancellationToken) =>
        retries.RunAsync(
            async token =>
            {
                var host = await hosts.GetAsync(repository.Registry, token);
                var call = new RegistryCall(
                    HttpMethod.Head,
                    host.At($"{repository.Path}/blobs/{digest.ToOciString()}"),
                    [Scope.Pull(repository.Path)],
                    $"look up a blob of {repository}");
                using var answer = await host.ExpectAsync(call, LookUp, token);
                return NoHead.Contains(answer.StatusCode)
                    ? await CanBeReadAsync(host, call, token)
                    : answer.StatusCode == HttpStatusCode.OK;
            },
            cancellationToken);

    // What may not be read is sent: if that is not allowed either, the registry says so then. The answer's body stays
    // where it is.
    private static async Task<bool> CanBeReadAsync(
        RegistryHost host, RegistryCall call, CancellationToken cancellationToken)
    {
        using var answer = await host.ExpectAsync(call with { Method = HttpMethod.Get }, LookUp, cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public async Task<bool> MountAsync(
        RepositoryName repository, Sha256Digest digest, RepositoryName from, CancellationToken cancellationToken)
    {
        if (from.Registry != repository.Registry)
        {
            return false;
        }

        try
        {
            return await retries.RunAsync(token => TryMountAsync(repository, digest, from, token), cancellationToken);
        }
        catch (SlipwayException exception) when (exception.Diagnostics[0].Code == RegistryCodes.Unauthorized)
        {
            // Who may push to one repository need not be allowed to read the other.
            return false;
        }
    }

    private async Task<bool> TryMountAsync(
        RepositoryName repository, Sha256Digest digest, RepositoryName from, CancellationToken cancellationToken)
    {
        var host = await hosts.GetAsync(repository.Registry, cancellationToken);
        var call = new RegistryCall(
            HttpMethod.Post,
            host.At($"{repository.Path}/blobs/uploads/?mount={digest.ToOciString()}&from={from.Path}"),
            [Scope.Push(repository.Path), Scope.Pull(from.Path)],
            $"take over a blob of {from} into {repository}");
        using var answer = await host.SendAsync(call, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            await CancelAsync(host, repository, answer, cancellationToken);
        }

        return answer.StatusCode == HttpStatusCode.Created;
    }

    // A registry that does not mount begins an upload instead, which is not wanted.
    private static async Task CancelAsync(
        RegistryHost host, RepositoryName repository, HttpResponseMessage started, CancellationToken cancellationToken)
    {
        try
        {
            var call = new RegistryCall(
                HttpMethod.Delete,
                host.Location(started),
                [Scope.Push(repository.Path)],
                $"end an upload to {repository}");
            using var answer = await host.SendAsync(call, cancellationToken);
        }
        catch (Exception exception) when (exception is SlipwayException or TransientException)
        {
            // The registry forgets it after a while by itself.
        }
    }
}
