using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Slipway.Application.Explaining;

/// <summary>Reads dates as people write them.</summary>
internal static class Moments
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK",
    ];

    /// <param name="text">A date, or a date with a time, in UTC unless it says otherwise.</param>
    /// <param name="moment">The moment; of a date alone the last second, for "as of that day".</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out DateTimeOffset? moment)
    {
        moment = null;
        if (!DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            return false;
        }

        moment = text.Length == "yyyy-MM-dd".Length ? parsed.AddDays(1).AddSeconds(-1) : parsed;
        return true;
    }
}
