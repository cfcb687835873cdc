using Slipway.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>When services and storages are asked again: after 500 and above, and never after 429.</summary>
/// <remarks>
/// https://docs.taskcluster.net/docs/manual/design/apis/guidelines, and the same in every client of Taskcluster:
/// https://github.com/taskcluster/taskcluster/blob/v106.0.0/clients/client-rust/client/src/retry.rs.
/// </remarks>
internal static class ServiceRetries
{
    /// <summary>Attempts in a row that get nowhere.</summary>
    public const int Attempts = 6;

    /// <summary>2^retry × 100 ms, give or take a quarter, never more than 30 s.</summary>
    public static RetrySchedule Schedule { get; } = new()
    {
        Attempts = Attempts,
        FirstDelay = TimeSpan.FromMilliseconds(100),
        LongestDelay = TimeSpan.FromSeconds(30),
        Spread = 0.25,
        // All clients of Taskcluster try that again.
        TriesUnknownNames = true,
        Progress = TaskclusterLimits.Progress,
    };

    public static StatusTable Statuses { get; } = new();
}
