using System.Collections.Immutable;
using Slipway.JsonE.Text;

namespace Slipway.JsonE.Times;

/// <summary>Spans of time such as <c>1 year 2 days</c> or <c>-3h</c>, the largest unit first.</summary>
internal static class TimeSpans
{
    private const double Second = 1000;
    private const double Hour = 60 * 60 * Second;
    private const double Day = 24 * Hour;

    // In the order in which they may stand. Years and months are as long as the language says.
    private static readonly ImmutableArray<(double Length, ImmutableArray<string> Names)> Units =
    [
        (365 * Day, ["years", "year", "yr", "y"]),
        (30 * Day, ["months", "month", "mo"]),
        (7 * Day, ["weeks", "week", "wk", "w"]),
        (Day, ["days", "day", "d"]),
        (Hour, ["hours", "hour", "hr", "h"]),
        (60 * Second, ["minutes", "minute", "min", "m"]),
        (Second, ["seconds", "second", "sec", "s"]),
    ];

    /// <summary>The milliseconds of a span; null when the text is none.</summary>
    public static double? Read(string text)
    {
        int at = Whitespace.Skip(text, 0);
        double sign = 1;
        if (at < text.Length && text[at] is '+' or '-')
        {
            sign = text[at] == '-' ? -1 : 1;
            at++;
        }

        double sum = 0;
        int next = 0;
        while ((at = Whitespace.Skip(text, at)) < text.Length)
        {
            int number = End(text, at, char.IsAsciiDigit);
            int unit = Whitespace.Skip(text, number);
            int end = End(text, unit, char.IsAsciiLetter);
            int found = FindUnit(text[unit..end]);
            if (number == at || found < next)
            {
                return null;
            }

            sum += sign * NumberText.ParseDecimal(text.AsSpan(at, number - at)) * Units[found].Length;
            next = found + 1;
            at = end;
        }

        return sum;
    }

    private static int End(string text, int at, Func<char, bool> belongs)
    {
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return at;
    }

    // The number of a unit; -1 when there is none of that name.
    private static int FindUnit(string name)
    {
        for (int i = 0; i < Units.Length; i++)
        {
            if (Units[i].Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
