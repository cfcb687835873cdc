using System.Text;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Writes text as Python's <c>json.dumps(…, sort_keys=True, separators=(",", ":"))</c> does.</summary>
/// <remarks>
/// https://github.com/python/cpython/blob/main/Lib/json/encoder.py (<c>py_encode_basestring_ascii</c>): keys sorted by
/// code point, and everything but printable ASCII escaped. taskgraph writes the same text but for characters beyond
/// ASCII, which it keeps when the orjson package is installed; the recorded digests are those without.
/// </remarks>
internal static class PythonJson
{
    /// <param name="spaced">Whether a blank follows each separator, as without <c>separators</c>.</param>
    /// <param name="isAscii">Whether what is not ASCII is escaped; the package orjson keeps it.</param>
    public static string Object(
        IEnumerable<KeyValuePair<string, string>> members, bool spaced = false, bool isAscii = true)
    {
        return InOrder(members.OrderBy(member => member.Key, Utf8Order.Instance), spaced, isAscii);
    }

    /// <summary>The same with the members in the order in which they are given, as without <c>sort_keys</c>.</summary>
    public static string InOrder(IEnumerable<KeyValuePair<string, string>> members, bool spaced, bool isAscii)
    {
        string blank = spaced ? " " : string.Empty;
        var json = new StringBuilder("{");
        foreach (var (key, value) in members)
        {
            json.Append(json.Length == 1 ? string.Empty : "," + blank);
            AppendString(json, key, isAscii);
            json.Append(':').Append(blank);
            AppendString(json, value, isAscii);
        }

        return json.Append('}').ToString();
    }

    private static void AppendString(StringBuilder json, string text, bool isAscii)
    {
        json.Append('"');
        foreach (char unit in text)
        {
            _ = unit switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append(@"\\"),
                '\b' => json.Append(@"\b"),
                '\t' => json.Append(@"\t"),
                '\n' => json.Append(@"\n"),
                '\f' => json.Append(@"\f"),
                '\r' => json.Append(@"\r"),
                >= ' ' and <= '~' => json.Append(unit),
                >= '\x7f' when !isAscii => json.Append(unit),
                _ => json.Append($"\\u{(int)unit:x4}"),
            };
        }

        json.Append('"');
    }
}
