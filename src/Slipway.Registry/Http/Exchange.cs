using System.Net.Http.Headers;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>Sends requests, one at a time and once each, and reads what comes back.</summary>
/// <param name="settings">How long to wait.</param>
/// <param name="transports">The connections.</param>
/// <param name="failures">Tells which failures may pass.</param>
/// <param name="secrets">What servers may not make us print.</param>
internal sealed class Exchange(
    RegistrySettings settings, TransportPool transports, FailureReader failures, KnownSecrets secrets)
{
    private const int BufferSize = 128 * 1024;

    public KnownSecrets Secrets { get; } = secrets;

    public async Task<HttpResponseMessage> SendAsync(
        string registry,
        RegistryCall call,
        Uri address,
        AuthenticationHeaderValue? authorization,
        CancellationToken cancellationToken)
    {
        var transport = transports.For(address);
        using var timer = new StallTimer(settings.Clock, cancellationToken);
        using var request = call.ToRequest(address, settings.UserAgent, timer);
        request.Headers.Authorization = authorization;
        try
        {
            timer.Allow(call.Patience ?? settings.Timeouts.Stall);
            var answer = await timer.GuardAsync(transport.SendAsync(request, timer.Token));
            if (BodyLength.Broken(answer) is not { } length)
            {
                return answer;
            }

            answer.Dispose();
            throw RegistryFailures.Violation(registry, $"the length of a body is '{Secrets.Quote(length)}'");
        }
        catch (Exception exception) when (NetworkFailure.IsOne(exception, cancellationToken))
        {
            throw failures.Explain(
                exception, new RegistryConnectionFailures(registry, address, call.What, transport.Trust));
        }
    }

    /// <summary>Reads a body that is held in memory.</summary>
    /// <exception cref="SlipwayException">It is larger than the limit,
    /// or packed although nobody asked for that.</exception>
    public async Task<byte[]> ReadAsync(
        string registry, HttpResponseMessage answer, int limit, string what, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentEncoding.FirstOrDefault(encoding => encoding != "identity") is { } packed)
        {
            throw RegistryFailures.Violation(
                registry, $"it sends {what} packed with {Secrets.Quote(packed)}, which was not asked for");
        }

        using var content = new MemoryStream();
        await CopyAsync(
            registry,
            answer,
            limit,
            what,
            bytes =>
            {
                content.Write(bytes.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        return content.ToArray();
    }

    /// <summary>Passes a body on, piece by piece.</summary>
    /// <exception cref="SlipwayException">It is larger than the limit.</exception>
    /// <exception cref="TransientException">The connection broke before its end.</exception>
    public async Task CopyAsync(
        string registry,
        HttpResponseMessage answer,
        long limit,
        string what,
        Func<ReadOnlyMemory<byte>, ValueTask> sink,
        CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentLength > limit)
        {
            throw RegistryFailures.TooLarge(registry, what, limit);
        }

        using var timer = new StallTimer(settings.Clock, cancellationToken);
        var pace = new Pace(settings.Clock, settings.Timeouts.Window, settings.Timeouts.MinimumOfWindow);
        byte[] buffer = new byte[BufferSize];
        long total = 0;
        while (await ReadPieceAsync(registry, answer, buffer, timer, pace, what, cancellationToken) is > 0 and var read)
        {
            total += read;
            if (total > limit)
            {
                throw RegistryFailures.TooLarge(registry, what, limit);
            }

            await sink(buffer.AsMemory(0, read));
        }
    }

    // Apart from the sink, whose failures are not the registry's.
    private async Task<int> ReadPieceAsync(
        string registry,
        HttpResponseMessage answer,
        byte[] buffer,
        StallTimer timer,
        Pace pace,
        string what,
        CancellationToken cancellationToken)
    {
        try
        {
            timer.Allow(settings.Timeouts.Stall);
            var body = await answer.Content.ReadAsStreamAsync(timer.Token);
            return await pace.WatchAsync(() => timer.GuardAsync(body.ReadAsync(buffer, timer.Token).AsTask()));
        }
        catch (Exception exception) when (NetworkFailure.IsOne(exception, cancellationToken))
        {
            var server = answer.RequestMessage!.RequestUri!;
            throw failures.Explain(
                exception,
                new RegistryConnectionFailures(registry, server, $"read {what}", transports.For(server).Trust));
        }
    }
}
