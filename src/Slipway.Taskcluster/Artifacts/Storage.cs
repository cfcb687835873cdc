using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Objects;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>
/// Talks to what holds the bytes: S3, its like, a CDN, or any server that a task named. It never gets credentials.
/// </summary>
internal sealed partial class Storage(
    TaskclusterSettings settings, TaskclusterTransport transport, FailureReader failures)
{
    // Of this much silence S3 says 400, which is a time-out by another name
    // (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, RequestTimeout).
    private const string Timeout = "RequestTimeout";

    /// <summary>Asks for content; follows redirects.</summary>
    /// <param name="address">Where.</param>
    /// <param name="range">Which part of which version; null for all.</param>
    /// <param name="what">For people, after "to".</param>
    /// <returns>An answer that is neither a redirect nor a failure that may pass.</returns>
    public async Task<HttpResponseMessage> GetAsync(
        Uri address, ResumePoint? range, string what, CancellationToken cancellationToken)
    {
        for (int redirect = 0; redirect <= TaskclusterLimits.Redirects; redirect++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            // Said aloud, some storages send what they have; else they unpack it on the way, without its length.
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
            if (range is not null)
            {
                request.Headers.TryAddWithoutValidation(
                    "Range", string.Create(CultureInfo.InvariantCulture, $"bytes={range.Position}-"));
                request.Headers.TryAddWithoutValidation("If-Range", range.Tag);
            }

            using var timer = new StallTimer(settings.Clock, cancellationToken);
            var answer = await transport.SendAsync(request, timer, what, cancellationToken);
            if (!ServiceHandler.IsRedirect(answer.StatusCode))
            {
                return await CheckAsync(answer, what, cancellationToken);
            }

            using (answer)
            {
                string? location = answer.Headers.TryGetValues("Location", out var values) ? values.First() : null;
                address = StorageRedirect.Follow(address, location, what);
            }
        }

        throw StorageRedirect.TooMany(what);
    }

    /// <summary>Sends content.</summary>
    /// <param name="put">Where to.</param>
    /// <param name="makeContent">Makes the body.</param>
    /// <param name="what">For people, after "to".</param>
    /// <returns>The hashes of what was sent.</returns>
    /// <exception cref="SlipwayException">It is refused.</exception>
    /// <exception cref="TransientException">Another attempt may go better.</exception>
    public async Task<ContentHashes> PutAsync(
        StoragePut put, Func<StallTimer, UploadContent> makeContent, string what, CancellationToken cancellationToken)
    {
        using var timer = new StallTimer(settings.Clock, cancellationToken);
        using var content = makeContent(timer);
        using var request = new HttpRequestMessage(HttpMethod.Put, put.Address) { Content = content };
        foreach (var (name, value) in put.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)
                && !content.Headers.TryAddWithoutValidation(name, value))
            {
                throw ArtifactFailures.NoMethod(
                    content.Artifact, $"the header {Display.Text(name)} that the storage wants cannot be sent");
            }
        }

        try
        {
            using var answer = await CheckAsync(
                await transport.SendAsync(request, timer, what, cancellationToken), what, cancellationToken);
            return !answer.IsSuccessStatusCode
                ? throw await FailureAsync(answer, what, cancellationToken)
                : content.Hashes
                    ?? throw new TransientException(Failed(answer, what, "it answers before it has everything"));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            content.ThrowIfFailed();
            throw;
        }
    }

    /// <summary>What an answer means that was not expected.</summary>
    public async Task<SlipwayException> FailureAsync(
        HttpResponseMessage answer, string what, CancellationToken cancellationToken) =>
        Failed(answer, what, await ReadReasonAsync(answer, what, cancellationToken));

    private async Task<HttpResponseMessage> CheckAsync(
        HttpResponseMessage answer, string what, CancellationToken cancellationToken)
    {
        bool mayPass = failures.MayPass(answer, out var wait);
        if (!mayPass && answer.StatusCode != HttpStatusCode.BadRequest)
        {
            return answer;
        }

        using (answer)
        {
            string? reason = await ReadReasonAsync(answer, what, cancellationToken);
            var failure = Failed(answer, what, reason);
            throw mayPass || reason == Timeout ? new TransientException(failure, wait) : failure;
        }
    }

    private async Task<string?> ReadReasonAsync(
        HttpResponseMessage answer, string what, CancellationToken cancellationToken)
    {
        try
        {
            var body = await transport.ReadAsync(answer, TaskclusterLimits.StorageError, what, cancellationToken);
            var code = ErrorCode().Match(System.Text.Encoding.UTF8.GetString(body.Span));
            return code.Success ? code.Groups["code"].Value : null;
        }
        catch (Exception exception) when (exception is SlipwayException or TransientException)
        {
            // The status is what counts; a broken explanation of it is none.
            return null;
        }
    }

    private static SlipwayException Failed(HttpResponseMessage answer, string what, string? reason) =>
        new(
            new Diagnostic(
                TaskclusterCodes.StorageFailed,
                $"The storage at {answer.RequestMessage!.RequestUri!.Authority} refused to {what}: "
                + $"{(int)answer.StatusCode}"
                    + (reason is null ? "" : $" ({reason})"),
                (int)answer.StatusCode >= 500
                    ? "Try again later."
                    : "Try again: its addresses are good for minutes only. When it stays, what was stored may be gone, "
                        + "or the clock of this machine wrong."));

    // S3 and its like answer in XML (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
    [GeneratedRegex(
        "<Code>(?<code>[A-Za-z0-9.]{1,64})</Code>",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex ErrorCode();
}

/// <summary>Where content is sent, outside the services.</summary>
/// <param name="Address">Signed, mostly.</param>
/// <param name="Headers">A signature may cover them, so all are sent as they are.</param>
/// <param name="Expires">From then on a new address is needed.</param>
internal sealed record StoragePut(
    Uri Address,
    ImmutableArray<(string Name, string Value)> Headers,
    DateTimeOffset Expires);
