using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace Slipway.Engines.Builds;

/// <summary>Blots out secret values in text, and what base64 and the escapes of URLs make of them.</summary>
internal sealed class SecretMask
{
    public const string Blot = "***";

    // Shorter lines of a value, such as a bracket, would blot out half of a log and give nothing away.
    private const int ShortestLine = 4;

    private readonly ImmutableArray<string> _values;
    private readonly ImmutableArray<string> _needles;

    public SecretMask(IEnumerable<string> values)
    {
        _values = [.. values.Select(value => value.Trim()).Where(value => value.Length > 0).Distinct()];
        _needles =
        [
            .. _values
                .Concat(_values.SelectMany(Lines))
                .Concat(_values.Where(value => value.Length >= ShortestLine).SelectMany(Encodings))
                .Distinct()
                // A value that holds another is blotted out whole.
                .OrderByDescending(needle => needle.Length),
        ];
    }

    public string Apply(string text)
    {
        foreach (string needle in _needles)
        {
            text = text.Replace(needle, Blot, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Whether a whole value stands in a text. Values too short to tell from chance are not looked for.</summary>
    public bool IsIn(string text) =>
        _values.Any(value => value.Length >= ShortestLine && text.Contains(value, StringComparison.Ordinal));

    /// <summary>Each encoded form whatever stands before and after the value, such as a user's name and a colon.</summary>
    private static IEnumerable<string> Encodings(string value)
    {
        yield return Uri.EscapeDataString(value);
        yield return WebUtility.UrlEncode(value);
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        foreach (string form in Base64Forms(bytes))
        {
            yield return form;
            yield return form.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>
    /// Base64 (RFC 4648, section 4) takes three bytes at a time, so a value has three forms, by where it begins. Of each, only
    /// the characters that the value alone decides; and the lines of 76 characters that tools break long ones into.
    /// </summary>
    private static IEnumerable<string> Base64Forms(byte[] value)
    {
        const int BitsOfByte = 8;
        const int BitsOfCharacter = 6;
        for (int before = 0; before < 3; before++)
        {
            string whole = Convert.ToBase64String([.. new byte[before], .. value]);
            int first = ((before * BitsOfByte) + BitsOfCharacter - 1) / BitsOfCharacter;
            int end = (before + value.Length) * BitsOfByte / BitsOfCharacter;
            yield return whole[first..end];
        }

        string broken = Convert.ToBase64String(value, Base64FormattingOptions.InsertLineBreaks).TrimEnd('=');
        foreach (string line in Lines(broken))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Lines(string value) =>
        value.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.Length >= ShortestLine);
}
