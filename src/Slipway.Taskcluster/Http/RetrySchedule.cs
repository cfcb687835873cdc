namespace Slipway.Taskcluster.Http;

/// <summary>When a request is sent again that failed in a way that may pass.</summary>
/// <remarks>
/// https://docs.taskcluster.net/docs/manual/design/apis/guidelines, and the same in every client of Taskcluster:
/// https://github.com/taskcluster/taskcluster/blob/v106.0.0/clients/client-rust/client/src/retry.rs.
/// </remarks>
internal static class RetrySchedule
{
    /// <summary>Attempts after the first.</summary>
    public const int Retries = 5;

    private const double Factor = 100;
    private const double Jitter = 0.25;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>2^retry × 100 ms, give or take a quarter, never more than 30 s.</summary>
    /// <param name="retry">From 0 on.</param>
    /// <param name="random">From 0 up to 1: where in the range it lies.</param>
    public static TimeSpan Delay(int retry, double random)
    {
        double milliseconds = Math.Pow(2, retry) * Factor * (1 - Jitter + (2 * Jitter * random));
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, Longest.TotalMilliseconds));
    }
}
