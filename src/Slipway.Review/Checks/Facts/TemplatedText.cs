using System.Text.RegularExpressions;

namespace Slipway.Review.Checks.Facts;

/// <summary>Text in which something else puts values: a file of tasks, as often as not.</summary>
/// <remarks>
/// Each place for a value becomes one character, so that what stands around it can be compared. Known are
/// <c>{matrix[python]}</c> of taskgraph, <c>{{name}}</c>, <c>${name}</c>, <c>${{ name }}</c>, <c>$name</c>,
/// <c>%(name)s</c> and what JSON-e's operators begin with. The marks <c>{{#docker_image}}</c> are no such place.
/// </remarks>
internal static partial class TemplatedText
{
    /// <summary>Stands for a value; no text has it, since Unicode keeps it for private use.</summary>
    public const char Gap = '\ue0f0';

    /// <summary>The text with a <see cref="Gap"/> for each place.</summary>
    public static string Of(string text) => Place().Replace(text, Gap.ToString());

    /// <summary>Whether nothing of a word is known.</summary>
    public static bool IsOpen(ReadOnlySpan<char> word) => word.Contains(Gap) && !word.ContainsAnyExcept($"{Gap}._-");

    /// <summary>Whether a word with gaps can become a name.</summary>
    public static bool CanBecome(string word, string name)
    {
        string[] parts = word.Split(Gap);
        if (parts.Length == 1)
        {
            return word == name;
        }

        if (name.Length < parts[0].Length + parts[^1].Length
            || !name.StartsWith(parts[0], StringComparison.Ordinal)
            || !name.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        // The earliest place for each part leaves the most room for those after it.
        int at = parts[0].Length;
        int end = name.Length - parts[^1].Length;
        foreach (string part in parts[1..^1])
        {
            int found = name.AsSpan(at, end - at).IndexOf(part, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at += found + part.Length;
        }

        return true;
    }

    [GeneratedRegex(
        @"\$\{\{[^{}\r\n]*\}\}|\$\{[^{}\r\n]*\}|\{\{(?![#/^])[^{}\r\n]*\}\}|\{[^\s{},""'#/^][^\s{},""']*\}"
            + @"|\$\(?[A-Za-z_][A-Za-z0-9_]*\)?|%\([A-Za-z0-9_]+\)s",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
