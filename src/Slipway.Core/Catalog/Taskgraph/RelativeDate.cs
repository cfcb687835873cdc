using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Core.Catalog.Taskgraph;

/// <summary>Times such as <c>28 days</c>, <c>1 year</c> and <c>12h</c>, in taskgraph's words (<c>taskgraph/util/time.py</c>).</summary>
internal static partial class RelativeDate
{
    /// <summary>In words, for an error's remedy.</summary>
    public const string Grammar = "a whole number and a unit, such as 12 hours, 28 days, 3 months or 1 year";

    /// <summary>Longer ones lead to dates that a calendar does not have.</summary>
    private static readonly TimeSpan Maximum = TimeSpan.FromDays(100 * 365);

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return false;
        }

        long unit = match.Groups["unit"].Value switch
        {
            "s" or "second" or "seconds" => 1,
            "min" or "minute" or "minutes" => 60,
            "h" or "hour" or "hours" => 3600,
            "d" or "day" or "days" => 24 * 3600,
            "mo" or "month" or "months" => 30 * 24 * 3600,
            "y" or "year" or "years" => 365 * 24 * 3600,
            _ => 0,
        };
        long seconds = unit * int.Parse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        if (seconds <= 0 || seconds > Maximum.TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    [GeneratedRegex(@"\A\s*(?<number>[0-9]{1,9}) *(?<unit>[a-z]+)\s*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
