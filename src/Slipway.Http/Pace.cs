namespace Slipway.Http;

/// <summary>
/// Ends a body that comes, but so slowly that it would never end: a byte now and then keeps any stall timer quiet.
/// </summary>
/// <param name="clock">Measures the time that was spent waiting;
/// what is done with the bytes meanwhile does not count.</param>
/// <param name="window">How long a body is watched before it is judged.</param>
/// <param name="minimum">Bytes that have to come in each window.</param>
public sealed class Pace(TimeProvider clock, TimeSpan window, long minimum)
{
    private TimeSpan _waited;
    private long _came;

    /// <summary>Waits for the next bytes.</summary>
    /// <param name="read">Gives their number; 0 at the end.</param>
    /// <exception cref="SlowBodyException">Too few came in the last window.</exception>
    public async Task<int> WatchAsync(Func<Task<int>> read)
    {
        long began = clock.GetTimestamp();
        int count = await read();
        _waited += clock.GetElapsedTime(began);
        _came += count;
        if (_waited < window || count == 0)
        {
            return count;
        }

        if (_came < minimum)
        {
            throw new SlowBodyException(
                $"{_came} bytes came in {_waited.TotalSeconds:0.#} seconds, and at least {minimum} have to");
        }

        (_waited, _came) = (TimeSpan.Zero, 0);
        return count;
    }
}

/// <summary>A body comes, but too slowly.</summary>
public sealed class SlowBodyException(string message) : TimeoutException(message);
