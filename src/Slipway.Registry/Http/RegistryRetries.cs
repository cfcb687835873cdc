using System.Net;
using Slipway.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>When registries and their token servers are asked again.</summary>
internal static class RegistryRetries
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(RegistryLimits.RetryAfter);

    public static RetrySchedule Schedule { get; } = new()
    {
        Attempts = 5,
        FirstDelay = TimeSpan.FromMilliseconds(300),
        LongestDelay = Longest,
        LongestRetryAfter = Longest,
        Progress = RegistryLimits.Progress,
    };

    public static StatusTable Statuses { get; } = new()
    {
        Passing = [HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests],
        Lasting = [HttpStatusCode.NotImplemented, HttpStatusCode.HttpVersionNotSupported],
    };
}
