using System.Text;
using System.Text.RegularExpressions;
using Slipway.Model.Text;

namespace Slipway.Cli.Rendering;

/// <summary>Text that somebody else wrote, within Markdown that a forge renders.</summary>
internal static partial class MarkdownText
{
    // Nothing is shown for it, and what stands on both sides is not taken for one word.
    private const string Break = "<!-- -->";

    /// <summary>
    /// Shown as it is: it marks nothing up, calls nobody, refers to nothing, links nowhere and does not leave the cell
    /// of a table.
    /// </summary>
    /// <remarks>
    /// https://github.github.com/gfm/#backslash-escapes, and a table's cell also ends at a bar. Mentions and references
    /// are found after that, so a backslash does not keep a forge from them.
    /// </remarks>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        string line = Display.Line(text);
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '~')
            {
                escaped.Append('\\').Append(c);
            }
            else if (c == '&')
            {
                escaped.Append("&amp;");
            }
            else
            {
                escaped.Append(c);
            }

            // https://docs.gitlab.com/user/markdown/#gitlab-specific-references
            if (c is '@' or '#' or '!' or '$' or '%' or '^' or '~' or '&' && i + 1 < line.Length)
            {
                escaped.Append(Break);
            }
        }

        return Link().Replace(escaped.ToString(), match => $"{match.Value[..^1]}{Break}{match.Value[^1]}");
    }

    // What becomes a link without being marked up: https://github.github.com/gfm/#autolinks-extension-
    [GeneratedRegex(
        @"(?:https?|ftp):/|www\.|(?:mailto|xmpp):|GH-\d",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
