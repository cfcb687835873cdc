using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Text;

namespace Slipway.JsonE.Expressions.Syntax;

/// <summary>Reads tokens one by one: what lies behind the end of an expression may be no token at all.</summary>
/// <param name="text">The text that the expression is in.</param>
/// <param name="start">Where the expression begins.</param>
/// <param name="budget">Is charged for each token.</param>
internal sealed class Lexer(string text, int start, Budget budget)
{
    // The longer ones first.
    private static readonly string[] Signs =
    [
        "**", ">=", "<=", "==", "!=", "&&", "||",
        "+", "-", "*", "/", "[", "]", ".", "(", ")", "{", "}", ":", ",", "<", ">", "!",
    ];

    /// <exception cref="JsonEException">There is no token.</exception>
    public Token Next(int from)
    {
        budget.Step();
        int at = Whitespace.Skip(text, from);
        if (at == text.Length)
        {
            return new Token(TokenKinds.End, string.Empty, at, at);
        }

        char first = text[at];
        if (char.IsAsciiDigit(first))
        {
            return Take(TokenKinds.Number, at, EndOfNumber(at));
        }

        if (Names.IsStart(first))
        {
            int end = Names.End(text, at);
            string word = text[at..end];
            return new Token(word is "true" or "false" or "in" or "null" ? word : TokenKinds.Identifier, word, at, end);
        }

        if (first is '"' or '\'' && text.IndexOf(first, at + 1) is var close and >= 0)
        {
            return Take(TokenKinds.String, at, close + 1);
        }

        foreach (string sign in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
            {
                return new Token(sign, sign, at, at + sign.Length);
            }
        }

        throw Unexpected(at);
    }

    private JsonEException Unexpected(int at)
    {
        budget.MakeText(2L * (text.Length - start));
        return Error.Syntax($"Unexpected input for '{text[start..]}' at '{text[at..]}'");
    }

    private Token Take(string kind, int from, int end)
    {
        budget.MakeText(end - from);
        return new Token(kind, text[from..end], from, end);
    }

    private int EndOfNumber(int at)
    {
        int end = EndOfDigits(at);
        return end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1])
            ? EndOfDigits(end + 1)
            : end;
    }

    private int EndOfDigits(int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }
}
