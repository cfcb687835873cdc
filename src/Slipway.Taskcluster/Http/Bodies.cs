using Slipway.Http;

namespace Slipway.Taskcluster.Http;

/// <summary>Reads the bodies of answers, piece by piece, from servers that may fall silent.</summary>
internal sealed class Bodies(TaskclusterSettings settings)
{
    private const int BufferSize = 128 << 10;

    /// <summary>Passes a body on to its end.</summary>
    /// <exception cref="TransientException">The connection broke before.</exception>
    public async Task CopyAsync(
        HttpResponseMessage answer,
        string what,
        Func<ReadOnlyMemory<byte>, ValueTask> sink,
        CancellationToken cancellationToken)
    {
        using var timer = new StallTimer(settings.Clock, cancellationToken);
        byte[] buffer = new byte[BufferSize];
        while (await ReadAsync(answer, buffer, timer, what, cancellationToken) is > 0 and var count)
        {
            await sink(buffer.AsMemory(0, count));
        }
    }

    /// <returns>Null when it is larger than the limit.</returns>
    public async Task<byte[]?> ReadAsync(
        HttpResponseMessage answer, int limit, string what, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentLength > limit)
        {
            return null;
        }

        using var timer = new StallTimer(settings.Clock, cancellationToken);
        using var content = new MemoryStream();
        byte[] buffer = new byte[BufferSize];
        while (await ReadAsync(answer, buffer, timer, what, cancellationToken) is > 0 and var count)
        {
            if (content.Length + count > limit)
            {
                return null;
            }

            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    // Apart from the sink, whose failures are not the server's.
    private async Task<int> ReadAsync(
        HttpResponseMessage answer, byte[] buffer, StallTimer timer, string what, CancellationToken cancellationToken)
    {
        try
        {
            timer.Allow(settings.Timeouts.Stall);
            var body = await answer.Content.ReadAsStreamAsync(timer.Token);
            return await timer.GuardAsync(body.ReadAsync(buffer, timer.Token).AsTask());
        }
        catch (Exception exception) when (ConnectionFailures.IsOne(exception, cancellationToken))
        {
            throw ConnectionFailures.Explain(answer.RequestMessage!.RequestUri!, what, exception);
        }
    }
}
