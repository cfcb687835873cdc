namespace Slipway.Http;

/// <summary>How often, and when, one kind of service is asked again after a failure that may pass.</summary>
public sealed record RetrySchedule
{
    /// <summary>Attempts in a row that get nowhere, the first included.</summary>
    public required int Attempts { get; init; }

    /// <summary>The wait before the second attempt, before jitter; it doubles with each one after that.</summary>
    public required TimeSpan FirstDelay { get; init; }

    /// <summary>No wait is longer, unless the server asks for it.</summary>
    public required TimeSpan LongestDelay { get; init; }

    /// <summary>The share of itself by which a wait may be shorter or longer.</summary>
    /// <remarks>
    /// Null for the decorrelated jitter of Polly, which spreads clients that failed together over all of the wait.
    /// </remarks>
    public double? Spread { get; init; }

    /// <summary>
    /// The longest wait that a server gets by asking for it with <c>Retry-After</c>;
    /// null when such a wish does not count.
    /// </summary>
    public TimeSpan? LongestRetryAfter { get; init; }

    /// <summary>Whether a name that nobody knows is looked up again: the server of names may be away.</summary>
    public bool TriesUnknownNames { get; init; }

    /// <summary>Bytes by which a transfer has to come forward until it may fail as often again.</summary>
    public required long Progress { get; init; }

    /// <summary>
    /// The wait before a retry: twice as long each time, off by the spread at most, and never longer than the longest.
    /// </summary>
    /// <param name="retry">From 0 on.</param>
    /// <param name="random">From 0 up to 1: where in the range it lies.</param>
    public TimeSpan Delay(int retry, double random)
    {
        double spread = Spread ?? 0;
        double milliseconds = Math.Pow(2, retry) * FirstDelay.TotalMilliseconds * (1 - spread + (2 * spread * random));
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestDelay.TotalMilliseconds));
    }
}
