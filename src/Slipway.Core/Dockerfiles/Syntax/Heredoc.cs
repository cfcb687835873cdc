using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>The start of a here-document, <c>&lt;&lt;EOF</c> or <c>&lt;&lt;-EOF</c>.</summary>
/// <param name="Terminator">The line that ends it.</param>
/// <param name="TabsAreCut">Whether tabs before the terminator do not count.</param>
/// <remarks>https://docs.docker.com/reference/dockerfile/#here-documents</remarks>
internal sealed record Heredoc(string Terminator, bool TabsAreCut)
{
    private const string Mark = "<<";

    /// <summary>The here-documents that follow an instruction, in order.</summary>
    public static IEnumerable<Heredoc> In(Instruction instruction)
    {
        if (!instruction.Arguments.Contains(Mark, StringComparison.Ordinal) || !MayHold(instruction))
        {
            return [];
        }

        return RawWords.Split(instruction.Arguments.ToString())?.Select(word => Parse(word.Text)).OfType<Heredoc>()
            ?? [];
    }

    private static bool MayHold(Instruction instruction)
    {
        string keyword = instruction.Keyword;
        var arguments = instruction.Arguments;
        if (keyword == "ONBUILD")
        {
            int length = arguments.IndexOfAny(" \t\v\f\r");
            keyword = arguments[..Math.Max(length, 0)].ToString().ToUpperInvariant();
            arguments = arguments[Math.Max(length, 0)..].TrimStart();
        }

        return keyword is "RUN" or "COPY" or "ADD" && !ExecForm.TryRead(arguments, out _);
    }

    private static Heredoc? Parse(string word)
    {
        int mark = word.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (mark < 0 || !word.AsSpan(mark).StartsWith(Mark, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = word.AsSpan(mark + Mark.Length);
        bool tabsAreCut = rest.StartsWith("-", StringComparison.Ordinal);
        rest = (tabsAreCut ? rest[1..] : rest).TrimStart();
        if (rest.IsEmpty || rest.Contains('<'))
        {
            return null;
        }

        string terminator = WithoutQuotes(rest);
        return terminator.Length == 0 ? null : new Heredoc(terminator, tabsAreCut);
    }

    private static string WithoutQuotes(ReadOnlySpan<char> word)
    {
        var name = new StringBuilder(word.Length);
        char quote = '\0';
        for (int i = 0; i < word.Length; i++)
        {
            char c = word[i];
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
            }
            else if (c == '\\' && quote != '\'' && i + 1 < word.Length)
            {
                name.Append(word[++i]);
            }
            else
            {
                name.Append(c);
            }
        }

        return name.ToString();
    }
}
