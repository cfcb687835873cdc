using System.Globalization;

namespace Slipway.JsonE.Text;

/// <summary>Numbers as text, and text as numbers, as JavaScript has them.</summary>
/// <remarks>
/// https://tc39.es/ecma262/#sec-numeric-types-number-tostring and https://tc39.es/ecma262/#sec-stringtonumber
/// </remarks>
internal static class NumberText
{
    // With more digits than that before the point, or more zeros behind it, a number is written with an exponent.
    private const int MostBefore = 21;
    private const int MostZeros = 5;

    /// <summary>The shortest text that reads as the same number.</summary>
    public static string Of(double number) => number switch
    {
        // Both zeros.
        0 => "0",
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        < 0 => $"-{Positive(-number)}",
        _ => Positive(number),
    };

    /// <summary>The number that a text stands for; NaN when it stands for none.</summary>
    public static double Parse(string text)
    {
        string trimmed = Whitespace.Trim(text);
        if (trimmed is ['0', var letter, _, ..] && BaseOf(letter) is { } radix)
        {
            return ParseWhole(trimmed.AsSpan(2), radix);
        }

        return trimmed switch
        {
            "" => 0,
            "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => IsDecimal(trimmed) ? ParseDecimal(trimmed) : double.NaN,
        };
    }

    /// <summary>Reads digits, with a point and an exponent perhaps.</summary>
    public static double ParseDecimal(ReadOnlySpan<char> text) =>
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Positive(double number)
    {
        // Such as 123.45, 0.00012 or 1.5E-07: the digits are the shortest that will do, the form is not JavaScript's.
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        int power = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign);
        string mantissa = e < 0 ? text : text[..e];
        int dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        string significant = digits.TrimStart('0');
        // Where the point stands, counted from the first digit that is not zero.
        int point = (dot < 0 ? digits.Length : dot) + power - (digits.Length - significant.Length);
        return Place(significant.TrimEnd('0'), point);
    }

    private static string Place(string digits, int point) => point switch
    {
        > MostBefore or < -MostZeros => Exponential(digits, point - 1),
        <= 0 => $"0.{new string('0', -point)}{digits}",
        _ when digits.Length <= point => digits.PadRight(point, '0'),
        _ => $"{digits[..point]}.{digits[point..]}",
    };

    private static string Exponential(string digits, int power)
    {
        string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{mantissa}e{(power < 0 ? '-' : '+')}{int.Abs(power)}";
    }

    private static int? BaseOf(char letter) => letter switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => null,
    };

    private static double ParseWhole(ReadOnlySpan<char> digits, int radix)
    {
        double value = 0;
        foreach (char digit in digits)
        {
            int worth = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            if (worth >= radix)
            {
                return double.NaN;
            }

            value = (value * radix) + worth;
        }

        return value;
    }

    // A sign, digits with a point among them or at either end, an exponent.
    private static bool IsDecimal(string text)
    {
        int at = text[0] is '+' or '-' ? 1 : 0;
        int before = SkipDigits(text, ref at);
        int behind = 0;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            behind = SkipDigits(text, ref at);
        }

        if (before + behind == 0)
        {
            return false;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-')
            {
                at++;
            }

            return SkipDigits(text, ref at) > 0 && at == text.Length;
        }

        return at == text.Length;
    }

    private static int SkipDigits(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - start;
    }
}
