using System.Net;
using Slipway.Http;
using Slipway.Model.Tasks;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Pages outside of the deployment: push logs, templates, what a forge says of a commit.</summary>
internal sealed class WebPages(Storage storage, TaskclusterTransport transport, Retries retries) : IWebPages
{
    public Task<ReadOnlyMemory<byte>?> FindAsync(Uri address, int limit, CancellationToken cancellationToken)
    {
        string what = $"read {address.GetLeftPart(UriPartial.Path)}";
        return retries.RunAsync(token => ReadAsync(address, limit, what, token), cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(
        Uri address, int limit, string what, CancellationToken cancellationToken)
    {
        using var answer = await storage.GetAsync(address, null, what, cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                var body = await transport.ReadAsync(answer, limit, what, cancellationToken);
                return answer.Content.Headers.ContentEncoding.Contains("gzip", StringComparer.OrdinalIgnoreCase)
                    ? await UnpackAsync(body, limit, what, cancellationToken)
                    : body;
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return null;
            default:
                throw await storage.FailureAsync(answer, what, cancellationToken);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> UnpackAsync(
        ReadOnlyMemory<byte> packed, int limit, string what, CancellationToken cancellationToken)
    {
        await using var body = new GzipBody(new MemoryStream(packed.ToArray(), writable: false));
        using var content = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                content.Write(buffer, 0, read);
                if (content.Length > limit)
                {
                    throw ServiceFailures.TooLarge(what, limit);
                }
            }
        }
        catch (InvalidDataException)
        {
            throw ServiceFailures.NotUnderstood(what, "its body is not whole");
        }

        return content.ToArray();
    }
}
