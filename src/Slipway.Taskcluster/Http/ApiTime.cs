using System.Globalization;

namespace Slipway.Taskcluster.Http;

/// <summary>Times as the services write them.</summary>
internal static class ApiTime
{
    /// <summary>UTC with milliseconds, as JavaScript's <c>toJSON</c>: <c>2016-01-01T00:00:00.000Z</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
