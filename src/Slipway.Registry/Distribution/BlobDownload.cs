using System.Net;
using System.Security.Cryptography;
using Slipway.Http;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Hosts;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Distribution;

/// <summary>
/// Reads blobs: https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-blobs.
/// </summary>
internal sealed class BlobDownload(RegistryHosts hosts, Retries retries)
{
    public async Task<ReadOnlyMemory<byte>> ReadAsync(
        RepositoryName repository, OciDescriptor blob, CancellationToken cancellationToken)
    {
        if (blob.Size > RegistryLimits.SmallBlob)
        {
            throw RegistryFailures.TooLarge(repository.Registry, $"a blob of {repository}", RegistryLimits.SmallBlob);
        }

        using var content = new MemoryStream();
        await CopyAsync(repository, blob, content, null, cancellationToken);
        return content.ToArray();
    }

    public async Task CopyAsync(
        RepositoryName repository,
        OciDescriptor blob,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string what = $"the blob {blob.Digest.ToOciString()} of {repository}";
        long position = 0;
        await retries.ResumeAsync(
            async token =>
            {
                if (position >= blob.Size && position > 0)
                {
                    return;
                }

                var host = await hosts.GetAsync(repository.Registry, token);
                using var answer = await RequestAsync(host, repository, blob, position, what, token);
                // A server may send everything instead of the rest.
                long skip = answer.StatusCode == HttpStatusCode.OK ? position : 0;
                await host.Exchange.CopyAsync(
                    host.Name,
                    answer,
                    blob.Size - position + skip,
                    what,
                    async bytes =>
                    {
                        int known = (int)Math.Min(skip, bytes.Length);
                        skip -= known;
                        var fresh = bytes[known..];
                        await destination.WriteAsync(fresh, token);
                        hash.AppendData(fresh.Span);
                        position += fresh.Length;
                        progress?.Report(position);
                    },
                    token);
            },
            () => position,
            blob.Size,
            cancellationToken);
        if (position != blob.Size)
        {
            throw RegistryFailures.Mismatch(
                repository.Registry, what, $"it has {position} bytes instead of {blob.Size}");
        }

        var digest = Sha256Digest.Finish(hash);
        if (digest != blob.Digest)
        {
            throw RegistryFailures.Mismatch(repository.Registry, what, $"it is {digest.ToOciString()}");
        }
    }

    private static async Task<HttpResponseMessage> RequestAsync(
        RegistryHost host,
        RepositoryName repository,
        OciDescriptor blob,
        long position,
        string what,
        CancellationToken cancellationToken)
    {
        var call = new RegistryCall(
            HttpMethod.Get,
            host.At($"{repository.Path}/blobs/{blob.Digest.ToOciString()}"),
            [Scope.Pull(repository.Path)],
            $"read {what}")
        {
            From = position,
        };
        var answer = await host.ExpectAsync(
            call,
            [HttpStatusCode.OK, HttpStatusCode.PartialContent, HttpStatusCode.RequestedRangeNotSatisfiable],
            cancellationToken);
        if (answer.StatusCode == HttpStatusCode.OK
            || (answer.StatusCode == HttpStatusCode.PartialContent
                && answer.Content.Headers.ContentRange?.From == position))
        {
            return answer;
        }

        using (answer)
        {
            throw answer.StatusCode == HttpStatusCode.PartialContent
                ? RegistryFailures.Violation(host.Name, $"asked for the bytes from {position} on, it sends others")
                : RegistryFailures.Mismatch(
                    host.Name, what, $"it ends before byte {position}, and has to have {blob.Size}");
        }
    }
}
