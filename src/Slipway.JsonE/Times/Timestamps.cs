using System.Globalization;
using Slipway.JsonE.Text;

namespace Slipway.JsonE.Times;

/// <summary>Points in time as milliseconds since 1970, and as the text that JSON has for dates in JavaScript.</summary>
/// <remarks>
/// https://tc39.es/ecma262/#sec-date-time-string-format and https://tc39.es/ecma262/#sec-date.prototype.tojson. The
/// years go further than those of <see cref="DateTimeOffset"/>, so days are counted here.
/// </remarks>
internal static class Timestamps
{
    // https://tc39.es/ecma262/#sec-timeclip
    private const double Largest = 8.64e15;

    private const long Second = 1000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    // Years of the calendar repeat after that many.
    private const long Era = 400;
    private const long DaysOfEra = 146_097;
    private const long DaysOfYear = 365;

    // From the first of March of the year 0 to the first of January of 1970.
    private const long DaysUntilEpoch = 719_468;

    /// <summary>Such as <c>2017-01-19T16:27:20.974Z</c>; null when it lies beyond what a date can be.</summary>
    public static string? Write(double milliseconds)
    {
        if (double.IsNaN(milliseconds) || double.Abs(milliseconds) > Largest)
        {
            return null;
        }

        long time = (long)double.Truncate(milliseconds);
        long days = Floor(time, Day);
        long rest = time - (days * Day);
        var (year, month, day) = DateOf(days);
        string years = year is >= 0 and <= 9999
            ? year.ToString("0000", CultureInfo.InvariantCulture)
            : year.ToString("+000000;-000000", CultureInfo.InvariantCulture);
        string date = string.Create(CultureInfo.InvariantCulture, $"{years}-{month:00}-{day:00}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{date}T{rest / Hour:00}:{rest / Minute % 60:00}:{rest / Second % 60:00}.{rest % Second:000}Z");
    }

    /// <summary>Reads a date, with a time perhaps. Without an offset it is in UTC. Null when it is neither.</summary>
    public static double? Read(string text)
    {
        var reader = new DigitReader(text);
        if (ReadDate(ref reader) is not { } days)
        {
            return null;
        }

        if (reader.AtEnd)
        {
            return days * Day;
        }

        return reader.Take('T') && ReadTime(ref reader) is { } time && ReadOffset(ref reader) is { } offset
            && reader.AtEnd
                ? (days * Day) + time - offset
                : null;
    }

    /// <summary>Whether a number of milliseconds is a point in time.</summary>
    public static bool IsTime(double milliseconds) => double.Abs(milliseconds) <= Largest;

    // The day, counted from 1970. Months and days may be left out.
    private static long? ReadDate(ref DigitReader reader)
    {
        long sign = reader.Take('-') ? -1 : 1;
        bool isLong = sign < 0 || reader.Take('+');
        if (reader.Number(isLong ? 6 : 4) is not { } year || (sign < 0 && year == 0))
        {
            return null;
        }

        int? month = 1;
        int? day = 1;
        if (reader.Take('-'))
        {
            month = reader.Number(2);
            day = reader.Take('-') ? reader.Number(2) : 1;
        }

        // The 31st is the first of the next month where a month has 30 days, as in V8.
        return month is >= 1 and <= 12 && day is >= 1 and <= 31 ? DaysOf(sign * year, month.Value, day.Value) : null;
    }

    private static long? ReadTime(ref DigitReader reader)
    {
        if (reader.Number(2) is not { } hours || !reader.Take(':') || reader.Number(2) is not { } minutes)
        {
            return null;
        }

        int? seconds = 0;
        int? fraction = 0;
        if (reader.Take(':'))
        {
            seconds = reader.Number(2);
            fraction = reader.Take('.') ? reader.Thousandths() : 0;
        }

        return seconds is not { } s || fraction is not { } ms || minutes > 59 || s > 59
            || hours > 24 || (hours == 24 && minutes + s + ms > 0)
                ? null
                : (hours * Hour) + (minutes * Minute) + (s * Second) + ms;
    }

    private static long? ReadOffset(ref DigitReader reader)
    {
        if (reader.AtEnd || reader.Take('Z'))
        {
            return 0;
        }

        long sign = reader.Take('-') ? -1 : 1;
        if ((sign > 0 && !reader.Take('+')) || reader.Number(2) is not { } hours)
        {
            return null;
        }

        reader.Take(':');
        return reader.Number(2) is { } minutes && hours <= 23 && minutes <= 59
            ? sign * ((hours * Hour) + (minutes * Minute))
            : null;
    }

    // Years that begin in March: then the day that is there every four years is the last.
    private static long DaysOf(long year, long month, long day)
    {
        long shifted = month <= 2 ? year - 1 : year;
        long era = Floor(shifted, Era);
        long yearOfEra = shifted - (era * Era);
        long dayOfYear = DaysBefore((month + 9) % 12) + day - 1;
        long dayOfEra = (yearOfEra * DaysOfYear) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysOfEra) + dayOfEra - DaysUntilEpoch;
    }

    private static (long Year, long Month, long Day) DateOf(long days)
    {
        long shifted = days + DaysUntilEpoch;
        long era = Floor(shifted, DaysOfEra);
        long dayOfEra = shifted - (era * DaysOfEra);
        long yearOfEra =
            (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / (DaysOfEra - 1))) / DaysOfYear;
        long dayOfYear = dayOfEra - ((DaysOfYear * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long month = ((5 * dayOfYear) + 2) / 153;
        long year = yearOfEra + (era * Era) + (month >= 10 ? 1 : 0);
        return (year, month >= 10 ? month - 9 : month + 3, dayOfYear - DaysBefore(month) + 1);
    }

    // The days of the year before a month, 0 being March.
    private static long DaysBefore(long month) => ((153 * month) + 2) / 5;

    private static long Floor(long value, long by) => (value - (((value % by) + by) % by)) / by;
}
