using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using Slipway.Model.Text;

namespace Slipway.Engines.Builds;

/// <summary>
/// The forms in which programs print a value: as it is, and what common encodings and quotings make of it.
/// </summary>
internal static class SecretForms
{
    // Shorter lines of a value, such as a bracket, would blot out half of a log and give nothing away.
    public const int ShortestLine = 4;

    /// <summary>Lines of a value, four characters or more, without the space around them.</summary>
    public static IEnumerable<string> Lines(string value) =>
        value.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.Length >= ShortestLine);

    /// <summary>
    /// Each encoded form, whatever stands before and after the value, such as a user's name and a colon.
    /// </summary>
    public static IEnumerable<string> Encodings(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        foreach (string form in Percent(value).Concat(Quotings(value)).Concat(Hex(bytes)))
        {
            yield return form;
        }

        foreach (string form in Base64Forms.Of(bytes).Concat(BrokenBase64(bytes)))
        {
            yield return form;
            yield return form.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>RFC 3986, section 2.1: in capital letters by rule, in small ones by habit of some.</summary>
    private static IEnumerable<string> Percent(string value)
    {
        foreach (string form in new[] { Uri.EscapeDataString(value), WebUtility.UrlEncode(value) })
        {
            yield return form;
            yield return SmallEscapes(form);
        }
    }

    private static string SmallEscapes(string form)
    {
        var small = new StringBuilder(form);
        for (int i = 0; i + 2 < form.Length; i++)
        {
            if (form[i] == '%')
            {
                small[i + 1] = char.ToLowerInvariant(form[i + 1]);
                small[i + 2] = char.ToLowerInvariant(form[i + 2]);
            }
        }

        return small.ToString();
    }

    /// <summary>
    /// In JSON (RFC 8259, section 7), in XML, and as a shell prints what it was told (<c>set -x</c>).
    /// </summary>
    private static IEnumerable<string> Quotings(string value)
    {
        string json = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        yield return json;
        yield return json.Replace("/", "\\/", StringComparison.Ordinal);
        yield return JavaScriptEncoder.Default.Encode(value);
        yield return JavaScriptEncoder.Default.Encode(value).Replace("\\u0022", "\\\"", StringComparison.Ordinal);
        yield return WebUtility.HtmlEncode(value);
        yield return value.Replace("'", "'\\''", StringComparison.Ordinal);
        yield return value.Replace("\"", "\\\"", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Hex(byte[] value)
    {
        yield return Convert.ToHexString(value);
        yield return Convert.ToHexStringLower(value);
    }

    /// <summary>The lines of 76 characters that tools break long base64 into.</summary>
    private static IEnumerable<string> BrokenBase64(byte[] value) =>
        Lines(Convert.ToBase64String(value, Base64FormattingOptions.InsertLineBreaks).TrimEnd('='));
}
