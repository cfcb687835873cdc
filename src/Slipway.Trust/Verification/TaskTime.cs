using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Model.Indexing;

namespace Slipway.Trust.Verification;

/// <summary>Times of tasks that count from another: <c>1 year 2 days</c>.</summary>
internal static partial class TaskTime
{
    /// <summary>A time after another one, as the Queue writes it; null when one of them is none.</summary>
    /// <remarks>A year has 365 days and a month 30, as in taskgraph and JSON-e.</remarks>
    public static string? After(string? from, string distance)
    {
        if (!DateTimeOffset.TryParse(
                from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var start)
            || Distance().Match(distance.Trim()) is not { Success: true } match)
        {
            return null;
        }

        double seconds = 0;
        seconds += Amount(match, "years") * 365 * 86400;
        seconds += Amount(match, "months") * 30 * 86400;
        seconds += Amount(match, "weeks") * 7 * 86400;
        seconds += Amount(match, "days") * 86400;
        seconds += Amount(match, "hours") * 3600;
        seconds += Amount(match, "minutes") * 60;
        seconds += Amount(match, "seconds");
        try
        {
            return IndexData.Moment(start.AddSeconds(match.Groups["minus"].Success ? -seconds : seconds));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static double Amount(Match match, string unit) =>
        match.Groups[unit] is { Success: true } group
            ? double.Parse(group.Value, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(
        """
        \A((?<minus>-)|\+)?\s*
        ((?<years>[0-9]{1,9})\s*(y|yr|yrs|year|years)\b\s*)?
        ((?<months>[0-9]{1,9})\s*(mo|month|months)\b\s*)?
        ((?<weeks>[0-9]{1,9})\s*(w|wk|wks|week|weeks)\b\s*)?
        ((?<days>[0-9]{1,9})\s*(d|day|days)\b\s*)?
        ((?<hours>[0-9]{1,9})\s*(h|hr|hrs|hour|hours)\b\s*)?
        ((?<minutes>[0-9]{1,9})\s*(m|min|mins|minute|minutes)\b\s*)?
        ((?<seconds>[0-9]{1,9})\s*(s|sec|secs|second|seconds)\b\s*)?\z
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Distance();
}
