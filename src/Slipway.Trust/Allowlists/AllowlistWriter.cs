using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Trust.Allowlists;

/// <summary>Adds entries to the text of an allowlist without touching what is there.</summary>
internal static partial class AllowlistWriter
{
    private const string Heading =
        """
        # The image hashes that registry images may have at protected levels.
        # `slipway push --allow` adds to this file, `slipway check` reads it.

        """;

    /// <summary>The bytes with one entry more. What they say then is for the caller to verify.</summary>
    /// <exception cref="SlipwayException">The list is written in a way to which nothing can be added.</exception>
    public static ReadOnlyMemory<byte> Append(ReadOnlyMemory<byte> content, AllowlistEntry entry)
    {
        string text = content.IsEmpty ? Heading : Encoding.UTF8.GetString(content.Span);
        string lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var place = AllowlistPlace.Find(text.TrimStart('\ufeff'), entry.Image) ?? throw NotAppendable(entry);
        int position = place.Line == 0 ? text.Length : EndOfLine(text, place.Line);
        var added = new StringBuilder();
        if (position > 0 && text[position - 1] != '\n')
        {
            added.Append(lineEnd);
        }

        if (place.NeedsName)
        {
            added.Append(Quoted(entry.Image.Value)).Append(':').Append(lineEnd);
        }

        string indent = new(' ', place.Indent);
        string prefix = $"{indent}- ";
        foreach (var (key, value) in Lines(entry))
        {
            added.Append(prefix).Append(key).Append(": ").Append(value).Append(lineEnd);
            prefix = $"{indent}  ";
        }

        return Encoding.UTF8.GetBytes(text.Insert(position, added.ToString()));
    }

    public static SlipwayException NotAppendable(AllowlistEntry entry) => new(new Diagnostic(
        AllowlistCodes.AllowlistNotAppendable,
        $"The image hash {entry.ImageHash.ToOciString()} of {entry.Image} cannot be added to {AllowlistDocument.File}",
        "Write the file as a mapping of names to lists with '- image-hash: …' entries, without anchors and braces.",
        new SourceLocation(AllowlistDocument.File.Value)));

    private static IEnumerable<(string Key, string Value)> Lines(AllowlistEntry entry)
    {
        yield return (AllowlistKeys.ImageHash, entry.ImageHash.ToOciString());
        if (entry.Version is { } version)
        {
            // Other readers of YAML would make a number of it.
            yield return (AllowlistKeys.Version, Escaped(version));
        }

        if (entry.RepoDigest is { } repoDigest)
        {
            yield return (AllowlistKeys.RepoDigest, repoDigest.ToOciString());
        }

        yield return (AllowlistKeys.By, Quoted(entry.By));
        yield return (AllowlistKeys.On, entry.On.ToString(AllowlistKeys.DateFormat, CultureInfo.InvariantCulture));
        yield return (AllowlistKeys.Why, Quoted(entry.Why));
    }

    private static int EndOfLine(string text, int line)
    {
        int end = 0;
        for (int passed = 0; passed < line && end < text.Length; passed++)
        {
            end = text.IndexOf('\n', end) is >= 0 and var newline ? newline + 1 : text.Length;
        }

        return end;
    }

    private static string Quoted(string text) => PlainPattern().IsMatch(text) && !IsWord(text) ? text : Escaped(text);

    // What YAML 1.1 readers take for something else than text; a number does not match PlainPattern.
    private static bool IsWord(string text) =>
        text.ToLowerInvariant() is "null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n";

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder("\"");
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' or '\\' => escaped.Append('\\').Append(c),
                '\n' => escaped.Append("\\n"),
                _ when Display.NeedsEscape(c) && !char.IsSurrogate(c) => escaped.Append(
                    CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.Append('"').ToString();
    }

    [GeneratedRegex(
        @"\A[A-Za-z](?:[A-Za-z0-9 ._@/+()<>,;-]*[A-Za-z0-9._@/+()<>,;-])?\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainPattern();
}
