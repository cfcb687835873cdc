using System.Collections.Immutable;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Slipway.Core.Diagnostics;
using Slipway.Core.Streams;
using Slipway.Core.Tasks;
using Slipway.Http;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>The storage behind artifacts: addresses that carry their own permission. No credentials are sent there.</summary>
internal sealed class Storage(TaskclusterSettings settings, Transport transport, Retries retries)
{
    private readonly Bodies _bodies = new(settings);

    /// <summary>Downloads what <paramref name="locate"/> finds, going on where a connection broke.</summary>
    /// <param name="locate">Where it is; asked again for each attempt, because addresses expire.</param>
    /// <param name="what">For people: the artifact.</param>
    /// <param name="destination">Gets the bytes as they were uploaded.</param>
    /// <param name="progress">Bytes so far.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when there is no such thing; nothing was written then.</returns>
    public async Task<ArtifactReceipt?> DownloadAsync(
        Func<CancellationToken, Task<StoredContent?>> locate,
        string what,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        using var transfer = new Transfer(destination, progress, what);
        StoredContent? content = null;
        while (true)
        {
            long before = transfer.Position;
            try
            {
                return await retries.RunAsync(
                    async token =>
                    {
                        content = await locate(token);
                        return content is not null && await ReceiveAsync(content, transfer, token)
                            ? transfer.Finish(content.Hashes)
                            : null;
                    },
                    cancellationToken);
            }
            catch (SlipwayException failure) when (IsTransient(failure) && transfer.Position > before)
            {
                // It moved on: what counts are attempts that get nowhere.
            }
        }
    }

    /// <summary>Sends content with a PUT.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="headers">All headers that have to be sent.</param>
    /// <param name="upload">What.</param>
    /// <param name="openAt">Opens the content from an offset on.</param>
    /// <param name="hashes">Gets the content's hashes.</param>
    /// <param name="progress">Bytes sent.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task PutAsync(
        Uri address,
        ImmutableSortedDictionary<string, string> headers,
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        ContentHashes hashes,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        retries.RunAsync(
            async token =>
            {
                using var timer = new StallTimer(settings.Clock, token);
                using var content = new UploadContent(
                    openAt, upload.Size, timer, settings.Timeouts.Stall, hashes, progress);
                using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = content };
                foreach (var (name, value) in headers)
                {
                    if (!request.Headers.TryAddWithoutValidation(name, value))
                    {
                        // A header of the content, Content-Length among them: then it has to be the one that is sent anyway.
                        content.Headers.Remove(name);
                        content.Headers.TryAddWithoutValidation(name, value);
                    }
                }

                using var answer = await SendAsync(request, timer, $"upload {upload.Name}", content, token);
                hashes.Finish();
                return answer.IsSuccessStatusCode ? true : throw Refused(answer, upload);
            },
            cancellationToken);

    private static bool IsTransient(SlipwayException failure) =>
        failure.Diagnostics[0].Code == TaskclusterCodes.Unreachable
        || failure.Diagnostics[0].Code == TaskclusterCodes.ServerFailed;

    /// <returns>Whether there was something.</returns>
    private async Task<bool> ReceiveAsync(StoredContent content, Transfer transfer, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync(content.Address, transfer, cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.NotFound or HttpStatusCode.Gone when transfer.Position == 0:
                return false;
            case >= HttpStatusCode.InternalServerError:
                throw new TransientException(Failed(answer, transfer.What));
            case HttpStatusCode.RequestedRangeNotSatisfiable when transfer.IsWhole:
                return true;
            case not (HttpStatusCode.OK or HttpStatusCode.PartialContent):
                throw Failed(answer, transfer.What);
        }

        if (IsCompressed(answer.Content.Headers))
        {
            await ReceiveCompressedAsync(answer, transfer, cancellationToken);
        }
        else
        {
            transfer.Begin(answer);
            await _bodies.CopyAsync(
                answer, $"read {transfer.What}", bytes => transfer.WriteAsync(bytes, cancellationToken), cancellationToken);
        }

        return true;
    }

    /// <summary>What was stored compressed is received as it was uploaded, and cannot be resumed.</summary>
    private async Task ReceiveCompressedAsync(
        HttpResponseMessage answer, Transfer transfer, CancellationToken cancellationToken)
    {
        transfer.BeginCompressed();
        await StreamPipe.RunAsync(
            (destination, token) => _bodies.CopyAsync(
                answer,
                $"read {transfer.What}",
                async bytes =>
                {
                    transfer.Hash(bytes.Span);
                    await destination.WriteAsync(bytes, token);
                },
                token),
            async (source, token) =>
            {
                await using var decoded = new GZipStream(source, CompressionMode.Decompress, leaveOpen: true);
                byte[] buffer = new byte[128 << 10];
                while (await decoded.ReadAsync(buffer, token) is > 0 and var count)
                {
                    await transfer.WriteDecodedAsync(buffer.AsMemory(0, count), token);
                }

                // The rest of the source, should the decoder not have wanted its last bytes.
                while (await source.ReadAsync(buffer, token) > 0)
                {
                }

                return true;
            },
            cancellationToken);
    }

    private static bool IsCompressed(HttpContentHeaders headers) => headers.ContentEncoding.Contains("gzip");

    /// <summary>Gets, following the storage's own redirects.</summary>
    private async Task<HttpResponseMessage> GetAsync(Uri address, Transfer transfer, CancellationToken cancellationToken)
    {
        for (int redirects = 0; ; redirects++)
        {
            using var timer = new StallTimer(settings.Clock, cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", settings.UserAgent);
            transfer.AskFor(request);
            var answer = await SendAsync(request, timer, $"download {transfer.What}", null, cancellationToken);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location)
            {
                return answer;
            }

            answer.Dispose();
            var next = new Uri(address, location);
            if (redirects == TaskclusterLimits.Redirects
                || (next.Scheme != Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttp)
                || (address.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps))
            {
                throw new SlipwayException(new Diagnostic(
                    TaskclusterCodes.RedirectRefused,
                    $"{address.Authority} redirects {transfer.What} to {next.Scheme}://{next.Authority}, "
                    + (redirects == TaskclusterLimits.Redirects ? "once too often" : "away from TLS"),
                    "Look where the artifact is stored; a `reference` artifact points to wherever its task chose."));
            }

            address = next;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        StallTimer timer,
        string what,
        UploadContent? content,
        CancellationToken cancellationToken)
    {
        try
        {
            timer.Allow(settings.Timeouts.Stall);
            return await timer.GuardAsync(transport.SendAsync(request, timer.Token));
        }
        catch (Exception) when (content?.ReadFailure is { } failure)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TaskclusterCodes.UploadFailed,
                    $"What should be uploaded cannot be read: {Display.Line(failure.Message)}",
                    "Look at the disk, and try again."),
                failure);
        }
        catch (Exception exception) when (ConnectionFailures.IsOne(exception, cancellationToken))
        {
            throw ConnectionFailures.Explain(request.RequestUri!, what, exception);
        }
    }

    private static Exception Refused(HttpResponseMessage answer, ArtifactUpload upload)
    {
        var failure = new SlipwayException(new Diagnostic(
            TaskclusterCodes.UploadFailed,
            $"{answer.RequestMessage!.RequestUri!.Authority} does not take {upload.Name} of task {upload.Task}: status {(int)answer.StatusCode}",
            "Try again; the address of an upload is good for some minutes only."));
        return answer.StatusCode >= HttpStatusCode.InternalServerError ? new TransientException(failure) : failure;
    }

    private static SlipwayException Failed(HttpResponseMessage answer, string what) => new(new Diagnostic(
        answer.StatusCode >= HttpStatusCode.InternalServerError ? TaskclusterCodes.ServerFailed : TaskclusterCodes.DownloadBroken,
        $"{answer.RequestMessage!.RequestUri!.Authority} does not give {what}: status {(int)answer.StatusCode}",
        "Try again; if it stays like that, the storage has lost it or does not allow it."));
}
