namespace Slipway.Http;

/// <summary>
/// Ends what waits for a silent server: cancels its token when the time that was last allowed has passed.
/// </summary>
public sealed class StallTimer : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private TimeSpan _limit;

    public StallTimer(TimeProvider clock, CancellationToken cancellationToken)
    {
        _caller = cancellationToken;
        _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Starts anew: something has to happen within the limit.</summary>
    public void Allow(TimeSpan limit)
    {
        _limit = limit;
        _timer.CancelAfter(limit);
    }

    /// <summary>Waits, within the time that is allowed.</summary>
    /// <exception cref="TimeoutException">The server was silent for too long.</exception>
    public async Task<T> GuardAsync<T>(Task<T> wait)
    {
        try
        {
            return await wait;
        }
        catch (Exception exception) when (_timer.IsCancellationRequested && !_caller.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {_limit.TotalSeconds:0.#} seconds", exception);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
