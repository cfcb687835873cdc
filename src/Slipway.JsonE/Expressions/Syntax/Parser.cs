using System.Collections.Immutable;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;

namespace Slipway.JsonE.Expressions.Syntax;

/// <summary>Reads an expression: operators and how tightly they bind. <see cref="OperandParser"/> reads what is
/// between.</summary>
/// <remarks>
/// The language accepts what its first implementation does, which stops at a missing operand only where it needs one.
/// So does this: a missing operand is a value of its own until it is evaluated.
/// </remarks>
internal sealed class Parser
{
    private readonly Lexer _lexer;
    private readonly Budget _budget;
    private readonly OperandParser _operands;

    private Parser(string text, int start, Budget budget)
    {
        _lexer = new Lexer(text, start, budget);
        _budget = budget;
        _operands = new OperandParser(this);
        Current = _lexer.Next(start);
    }

    /// <summary>The token that is not taken yet.</summary>
    public Token Current { get; private set; }

    /// <summary>Reads the expression that begins at a place. Where it ends is for the caller to judge.</summary>
    public static ParsedExpression Parse(string text, int start, Budget budget)
    {
        var parser = new Parser(text, start, budget);
        return new ParsedExpression(parser.ParseExpression(), parser.Current);
    }

    public static JsonEException Unexpected(Token found, params IEnumerable<string> expected) =>
        found.Is(TokenKinds.End)
            ? Error.Syntax("Unexpected end of input")
            : Error.Syntax($"Found: {found.Text} token, expected one of: {string.Join(", ", expected)}");

    public Expression ParseExpression() => ParseChain(0);

    /// <summary>Takes the current token, which must be one of these; without any, whatever it is.</summary>
    public void Take(params ReadOnlySpan<string> kinds)
    {
        if (Current.Is(TokenKinds.End) || (kinds.Length > 0 && !kinds.Contains(Current.Kind)))
        {
            throw Unexpected(Current, kinds.ToArray());
        }

        Current = _lexer.Next(Current.End);
    }

    public Budget.Level Deeper() => _budget.Deeper();

    private Expression ParseChain(int least)
    {
        using var level = Deeper();
        var left = ParsePower();
        while (Binding(Current.Kind) is { } binding && binding >= least)
        {
            // All that binds as tightly, however long it is.
            var links = ImmutableArray.CreateBuilder<ChainLink>();
            while (Binding(Current.Kind) == binding)
            {
                string operation = Current.Kind;
                Take();
                links.Add(new ChainLink(operation, ParseChain(binding + 1)));
            }

            left = new ChainExpression(left, links.ToImmutable());
        }

        return left;
    }

    // Binds most tightly, and from right to left.
    private Expression ParsePower()
    {
        var operand = _operands.ParsePostfix();
        if (!Current.Is("**"))
        {
            return operand;
        }

        Take();
        using var level = Deeper();
        return new PowerExpression(operand, ParsePower());
    }

    private static int? Binding(string kind) => kind switch
    {
        "||" => 0,
        "&&" => 1,
        "in" => 2,
        "==" or "!=" => 3,
        "<" or ">" or "<=" or ">=" => 4,
        "+" or "-" => 5,
        "*" or "/" => 6,
        _ => null,
    };
}
