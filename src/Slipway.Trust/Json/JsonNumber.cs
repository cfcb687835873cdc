using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Trust.Json;

/// <summary>A number by its value, whatever way it is written in: 3600 is 3600.0 is 36e2.</summary>
/// <param name="Digits">Its digits without zeros at either end; empty for zero.</param>
/// <param name="Exponent">The power of ten of the last digit.</param>
internal readonly record struct JsonNumber(bool IsNegative, string Digits, long Exponent)
{
    public bool IsZero => Digits.Length == 0;

    /// <remarks>No arithmetic on the digits: an exponent of a million costs nothing.</remarks>
    public static JsonNumber Parse(JsonValue value)
    {
        string text = value.ToJsonString();
        int e = text.AsSpan().IndexOfAny('e', 'E');
        string mantissa = e < 0 ? text : text[..e];
        long exponent = e < 0
            ? 0
            : long.TryParse(
                text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long power)
                ? power
                : text[e + 1] == '-' ? long.MinValue / 2 : long.MaxValue / 2;
        bool isNegative = mantissa.StartsWith('-');
        string[] parts = mantissa.TrimStart('-').Split('.');
        string digits = string.Concat(parts);
        exponent -= parts.Length > 1 ? parts[1].Length : 0;
        string shortened = digits.TrimEnd('0');
        exponent += digits.Length - shortened.Length;
        shortened = shortened.TrimStart('0');
        return shortened.Length == 0
            ? new JsonNumber(false, string.Empty, 0)
            : new JsonNumber(isNegative, shortened, exponent);
    }

    public bool TryWhole(out long number)
    {
        const int MostDigits = 18;
        number = 0;
        if (Exponent is < 0 or > MostDigits || Digits.Length + Exponent > MostDigits)
        {
            return false;
        }

        if (!IsZero)
        {
            number = long.Parse(Digits + new string('0', (int)Exponent), CultureInfo.InvariantCulture);
            number = IsNegative ? -number : number;
        }

        return true;
    }
}
