using System.Collections.Immutable;
using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>Splits the arguments of <c>ENV</c>, <c>LABEL</c> and <c>ARG</c> into words, quotes left on.</summary>
/// <remarks><c>parseWords</c> of BuildKit's <c>frontend/dockerfile/parser/line_parsers.go</c>.</remarks>
internal static class QuotedWords
{
    public static ImmutableArray<string> Split(ReadOnlySpan<char> text, char escape)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Finish();
                continue;
            }

            if (c == escape && quote != '\'' && i + 1 < text.Length)
            {
                // What stands behind it neither ends a word nor a quotation.
                word.Append(c).Append(text[++i]);
                continue;
            }

            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
            }

            word.Append(c);
        }

        Finish();
        return words.ToImmutable();

        void Finish()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
