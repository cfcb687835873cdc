using System.Net;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>
/// Sends requests once each, and reads what comes back. Redirects, cookies and compression are nobody's business here.
/// </summary>
internal sealed class TaskclusterTransport : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly TaskclusterSettings _settings;
    private readonly FailureReader _failures;
    private readonly HttpMessageInvoker _outside;
    private readonly HttpMessageInvoker _near;

    public TaskclusterTransport(TaskclusterSettings settings, FailureReader failures)
    {
        (_settings, _failures) = (settings, failures);
        _outside = Invoker(useProxy: true);
        _near = Invoker(useProxy: false);
    }

    /// <summary>Sends a request and waits until its answer begins.</summary>
    /// <param name="request">Made for this attempt.</param>
    /// <param name="timer">How long it may take; a body that is sent may extend it.</param>
    /// <param name="what">For people, after "to".</param>
    /// <exception cref="TransientException">The connection failed.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, StallTimer timer, string what, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", _settings.UserAgent);
        try
        {
            timer.Allow(_settings.Timeouts.Stall);
            var answer = await timer.GuardAsync(InvokerFor(request.RequestUri!).SendAsync(request, timer.Token));
            if (BodyLength.Broken(answer) is not { } length)
            {
                return answer;
            }

            answer.Dispose();
            throw ServiceFailures.NotUnderstood(what, $"the length of its body is '{Display.Text(length)}'");
        }
        catch (Exception exception) when (NetworkFailure.IsOne(exception, cancellationToken))
        {
            throw _failures.Explain(exception, new ServiceConnectionFailures(request.RequestUri!, what));
        }
    }

    /// <summary>Reads a body that is held in memory.</summary>
    /// <exception cref="SlipwayException">It is larger than the limit.</exception>
    /// <exception cref="TransientException">The connection broke before its end.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage answer, int limit, string what, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var body = await OpenAsync(answer, what, cancellationToken);
        byte[] buffer = new byte[BufferSize];
        var pace = NewPace();
        while (await ReadPieceAsync(answer, body, buffer, pace, what, cancellationToken) is > 0 and var read)
        {
            content.Write(buffer, 0, read);
            if (content.Length > limit)
            {
                throw ServiceFailures.TooLarge(what, limit);
            }
        }

        return content.ToArray();
    }

    /// <summary>Opens a body.</summary>
    public async Task<Stream> OpenAsync(HttpResponseMessage answer, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.Content.ReadAsStreamAsync(cancellationToken);
        }
        catch (Exception exception) when (NetworkFailure.IsOne(exception, cancellationToken))
        {
            throw _failures.Explain(exception, new ServiceConnectionFailures(answer.RequestMessage!.RequestUri!, what));
        }
    }

    /// <summary>How fast a body has to come.</summary>
    public Pace NewPace() => new(_settings.Clock, _settings.Timeouts.Window, _settings.Timeouts.MinimumOfWindow);

    /// <summary>Reads what comes next of a body; 0 at its end.</summary>
    /// <exception cref="TransientException">The connection broke, or nothing comes, or too slowly.</exception>
    public async Task<int> ReadPieceAsync(
        HttpResponseMessage answer,
        Stream body,
        Memory<byte> buffer,
        Pace pace,
        string what,
        CancellationToken cancellationToken)
    {
        using var timer = new StallTimer(_settings.Clock, cancellationToken);
        try
        {
            timer.Allow(_settings.Timeouts.Stall);
            return await pace.WatchAsync(() => timer.GuardAsync(body.ReadAsync(buffer, timer.Token).AsTask()));
        }
        catch (Exception exception) when (NetworkFailure.IsOne(exception, cancellationToken))
        {
            throw _failures.Explain(exception, new ServiceConnectionFailures(answer.RequestMessage!.RequestUri!, what));
        }
    }

    public void Dispose()
    {
        _outside.Dispose();
        _near.Dispose();
    }

    // A task's proxy has a name that only the task's own network knows.
    private HttpMessageInvoker InvokerFor(Uri server) =>
        server.IsLoopback || (_settings.IsTaskProxy && server.Authority == _settings.RootUrl.Authority)
            ? _near
            : _outside;

    private HttpMessageInvoker Invoker(bool useProxy) =>
        new(ServiceHandler.Create(_settings.Timeouts.Connect, TaskclusterLimits.Headers, useProxy));
}
