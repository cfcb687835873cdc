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
                using var answer = await host.ExpectAsync(call, [HttpStatusCode.OK, HttpStatusCode.NotFound], token);
                return answer.StatusCode == HttpStatusCode.OK;
            },
            cancellationToken);

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
