using System.Text;

namespace Slipway.Cli.Help;

/// <summary>A page of the manual, in the language of <c>man(7)</c>.</summary>
/// <remarks>Without a date: the same program gives the same pages.</remarks>
internal static class ManualPage
{
    private static readonly (string Code, string Meaning)[] ExitCodes =
    [
        ("0", "It is done."),
        ("1", "The work failed."),
        ("2", "The command line, the configuration or the tree is wrong."),
        ("3", "Something is not in the index."),
        ("4", "A check or a verification said no."),
        ("5", "It is done, but images of the tree were left out or are broken."),
        ("130, 143, 129", "It was stopped by Ctrl-C, by SIGTERM, or because the terminal went away."),
    ];

    /// <summary>The name under which <c>man</c> finds it: <c>slipway-index-find</c>.</summary>
    public static string NameOf(HelpPage page) => page.Words.Replace(' ', '-');

    public static string Write(HelpPage page, string version)
    {
        var text = new StringBuilder();
        string name = NameOf(page);
        Line(text, $".TH \"{name.ToUpperInvariant()}\" 1 \"\" \"Slipway {Escape(version)}\" \"Slipway\"");
        Line(text, ".SH NAME");
        Line(text, $"{Escape(name)} \\- {Escape(page.Description.TrimEnd('.'))}");
        Line(text, ".SH SYNOPSIS");
        Line(text, $".B {Escape(page.Usage)}");
        foreach (var section in page.Sections)
        {
            Line(text, $".SH {section.Title.ToUpperInvariant()}");
            foreach (var row in section.Rows)
            {
                Term(text, row.Term, row.Text);
            }
        }

        if (page.Examples.Count > 0)
        {
            Line(text, ".SH EXAMPLES");
            foreach (var example in page.Examples)
            {
                Term(text, example.Line, example.Effect);
            }
        }

        Line(text, ".SH EXIT STATUS");
        foreach (var (code, meaning) in ExitCodes)
        {
            Term(text, code, meaning);
        }

        if (page.Words.Contains(' ', StringComparison.Ordinal))
        {
            Line(text, ".SH SEE ALSO");
            Line(text, ".BR slipway (1)");
        }

        return text.ToString();
    }

    private static void Term(StringBuilder text, string term, string meaning)
    {
        Line(text, ".TP");
        Line(text, $".B {Escape(term)}");
        Line(text, Escape(meaning));
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    /// <summary>
    /// Text as it is: a hyphen stays the minus that people type, and a line that begins like a request is none.
    /// </summary>
    private static string Escape(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("\"", "\\(dq", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
