using System.Globalization;

namespace Slipway.Taskcluster.Http;

/// <summary>Dates as the services write them.</summary>
internal static class Moments
{
    /// <summary>As JavaScript's <c>toJSON</c>: UTC, in milliseconds.</summary>
    public static string Format(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
