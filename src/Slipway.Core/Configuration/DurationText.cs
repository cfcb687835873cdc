using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Core.Configuration;

/// <summary>Durations such as <c>12h</c>, <c>30d</c>, <c>4w</c> and <c>1y</c>.</summary>
internal static partial class DurationText
{
    /// <summary>In words, for an error's remedy.</summary>
    public const string Grammar =
        "a whole number from 1 on and h, d, w or y (365 days), such as 12h, 30d, 4w or 1y, up to 100y";

    private const int DaysOfYear = 365;

    /// <summary>Longer ones lead to dates that a calendar does not have.</summary>
    private const int MaximumHours = 100 * DaysOfYear * 24;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (!Pattern().IsMatch(text))
        {
            return false;
        }

        int number = int.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        int hours = text[^1] switch
        {
            'h' => 1,
            'd' => 24,
            'w' => 7 * 24,
            _ => DaysOfYear * 24,
        };
        if (number > MaximumHours / hours)
        {
            return false;
        }

        duration = TimeSpan.FromHours(number * hours);
        return true;
    }

    /// <summary>Of short durations, in words, for an error's remedy.</summary>
    public const string ShortGrammar = "0m, or a whole number and m, h or d, such as 10m, up to 7d";

    private static readonly TimeSpan LongestShort = TimeSpan.FromDays(7);

    /// <summary>Reads a duration that may be minutes, or none at all.</summary>
    public static bool TryParseShort(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is < 2 or > 6
            || !int.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return false;
        }

        TimeSpan? unit = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        duration = number * (unit ?? TimeSpan.Zero);
        return unit is not null && duration <= LongestShort;
    }

    [GeneratedRegex(@"\A[1-9][0-9]{0,5}[hdwy]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
