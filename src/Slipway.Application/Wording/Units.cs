using System.Globalization;

namespace Slipway.Application.Wording;

/// <summary>Figures for people.</summary>
public static class Units
{
    private static readonly string[] Sizes = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Bytes with three digits or so, in powers of 1000.</summary>
    public static string Bytes(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < Sizes.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        string format = unit == 0 || value >= 100 ? "0" : value >= 10 ? "0.#" : "0.##";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {Sizes[unit]}";
    }

    /// <summary>A number with its noun.</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">The noun.</param>
    /// <param name="many">Its plural, when that is not made with an s.</param>
    public static string Count(int number, string one, string? many = null) =>
        number == 1 ? $"1 {one}" : $"{number.ToString(CultureInfo.InvariantCulture)} {many ?? one + "s"}";

    public static string Duration(TimeSpan duration) =>
        duration.TotalSeconds < 60
            ? $"{duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
            : $"{(int)duration.TotalMinutes} min {duration.Seconds:00} s";

    /// <summary>How long ago, in the largest unit that fits.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 60 } => "just now",
        { TotalMinutes: < 60 } => $"{(int)age.TotalMinutes} min ago",
        { TotalHours: < 48 } => $"{(int)age.TotalHours} h ago",
        _ => $"{(int)age.TotalDays} days ago",
    };

    /// <summary>A moment in UTC, to the second.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
