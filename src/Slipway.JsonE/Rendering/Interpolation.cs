using System.Text;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Expressions.Syntax;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Operations;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Rendering;

/// <summary>Strings with expressions in them.</summary>
/// <param name="budget">Is charged for what is made.</param>
/// <param name="parse">Reads the expression that begins at a place in a text.</param>
/// <param name="evaluate">Its value.</param>
internal sealed class Interpolation(
    Budget budget, Func<string, int, ParsedExpression> parse, Func<Expression, Value> evaluate)
{
    private const string Opening = "${";
    private const string Closing = "}";

    /// <summary>The text with each <c>${…}</c> replaced by its value, and <c>$${</c> by <c>${</c>.</summary>
    public string Of(string text)
    {
        budget.Step(Cost.OfText(text.Length));
        int next = text.IndexOf(Opening, StringComparison.Ordinal);
        if (next < 0)
        {
            return text;
        }

        var result = new StringBuilder();
        int from = 0;
        while (next >= 0)
        {
            int inside = next + Opening.Length;
            if (next > from && text[next - 1] == '$')
            {
                Append(result, text.AsSpan(from, next - 1 - from));
                Append(result, Opening);
                from = inside;
            }
            else
            {
                Append(result, text.AsSpan(from, next - from));
                var (value, end) = Evaluate(text, inside);
                result.Append(value);
                from = end;
            }

            next = text.IndexOf(Opening, from, StringComparison.Ordinal);
        }

        Append(result, text.AsSpan(from));
        return result.ToString();
    }

    // The value of an expression as text, and where the text behind it begins.
    private (string Value, int End) Evaluate(string text, int start)
    {
        var (root, next) = parse(text, start);
        if (next.Is(TokenKinds.End))
        {
            throw Error.Syntax("unterminated ${..} expression");
        }

        if (!next.Is(Closing))
        {
            throw Parser.Unexpected(next, TokenKinds.BehindOperand);
        }

        var value = evaluate(root) switch
        {
            ArrayValue or ObjectValue => throw Error.Template(
                $"interpolation of '{text[start..next.Start]}' produced an array or object"),
            NullValue => string.Empty,
            var other => ScriptText.Of(other, budget),
        };
        return (value, next.End);
    }

    private void Append(StringBuilder result, ReadOnlySpan<char> text)
    {
        budget.MakeText(text.Length);
        result.Append(text);
    }
}
