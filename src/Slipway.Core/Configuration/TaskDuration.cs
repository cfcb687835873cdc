using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Core.Configuration;

/// <summary>
/// Durations as taskgraph's configuration writes them: <c>1 day</c>, <c>12h</c>, <c>28 days</c>, <c>1 year</c>.
/// </summary>
/// <remarks>The units and their lengths are those of <c>taskgraph/util/time.py</c>; weeks are added.</remarks>
public static partial class TaskDuration
{
    /// <summary>In words, for an error's remedy.</summary>
    public const string Grammar = "a whole number and a unit, such as '12 hours', '1 day' or '3d'";

    // Longer ones lead to dates that a calendar does not have.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(100 * 365);

    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        var match = Pattern().Match(text ?? string.Empty);
        if (!match.Success)
        {
            return false;
        }

        double seconds = match.Groups["unit"].Value switch
        {
            "s" or "second" or "seconds" => 1,
            "min" or "minute" or "minutes" => 60,
            "h" or "hour" or "hours" => 3600,
            "d" or "day" or "days" => 86400,
            "w" or "week" or "weeks" => 7 * 86400,
            "mo" or "month" or "months" => 30 * 86400d,
            "y" or "year" or "years" => 365 * 86400d,
            _ => 0,
        };
        seconds *= int.Parse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        if (seconds <= 0 || seconds > Longest.TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    [GeneratedRegex(
        @"\A\s*(?<number>[0-9]{1,9})\s*(?<unit>[a-z]+)\s*\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
