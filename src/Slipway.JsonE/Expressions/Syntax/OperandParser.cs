using System.Collections.Immutable;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Expressions.Syntax;

/// <summary>
/// Reads operands: literals, variables, lists, objects, what is in brackets, and what is behind these.
/// </summary>
internal sealed class OperandParser(Parser parser)
{
    private Token Current => parser.Current;

    /// <summary>An operand with accesses and calls. A sign belongs to the operand alone: <c>-a.b</c> is
    /// <c>(-a).b</c>.</summary>
    public Expression ParsePostfix()
    {
        var target = ParseUnit();
        var postfixes = ImmutableArray.CreateBuilder<Postfix>();
        while (true)
        {
            switch (Current.Kind)
            {
                case "[":
                    postfixes.Add(ParseAccess());
                    break;
                case ".":
                    parser.Take();
                    string name = Current.Text;
                    parser.Take(TokenKinds.Identifier);
                    postfixes.Add(new PropertyPostfix(name));
                    break;
                case "(":
                    postfixes.Add(ParseCall());
                    break;
                default:
                    return postfixes.Count == 0 ? target : new PostfixExpression(target, postfixes.ToImmutable());
            }
        }
    }

    private Expression ParseUnit()
    {
        using var level = parser.Deeper();
        var token = Current;
        switch (token.Kind)
        {
            case "-" or "+" or "!":
                parser.Take();
                return new UnaryExpression(token.Kind, ParseUnit());
            case TokenKinds.Number:
                parser.Take();
                return new LiteralExpression(new NumberValue(NumberText.ParseDecimal(token.Text)));
            case TokenKinds.String:
                parser.Take();
                return new LiteralExpression(new StringValue(Unquoted(token)));
            case "true" or "false":
                parser.Take();
                return new LiteralExpression(Value.Of(token.Is("true")));
            case "null":
                parser.Take();
                return new LiteralExpression(Value.Null);
            case TokenKinds.Identifier:
                parser.Take();
                return new VariableExpression(token.Text);
            case "(":
                return ParseBrackets();
            case "[":
                return ParseList();
            case "{":
                return ParseObject();
            case TokenKinds.End:
                throw Parser.Unexpected(token);
            default:
                return new MissingExpression(token);
        }
    }

    private Expression ParseBrackets()
    {
        parser.Take("(");
        var inner = Required(parser.ParseExpression());
        parser.Take(")");
        return inner;
    }

    private ListExpression ParseList()
    {
        parser.Take("[");
        var items = ParseItems("]");
        parser.Take("]");
        return new ListExpression(items);
    }

    private CallPostfix ParseCall()
    {
        parser.Take("(");
        var arguments = ParseItems(")");
        parser.Take(")");
        return new CallPostfix(arguments);
    }

    private ImmutableArray<Expression> ParseItems(string end)
    {
        var items = ImmutableArray.CreateBuilder<Expression>();
        if (Current.Is(end))
        {
            return [];
        }

        items.Add(parser.ParseExpression());
        while (Current.Is(","))
        {
            Required(items[^1]);
            parser.Take();
            items.Add(parser.ParseExpression());
        }

        return items.ToImmutable();
    }

    private AccessPostfix ParseAccess()
    {
        parser.Take("[");
        if (Current.Kind is "]" or TokenKinds.End)
        {
            throw Parser.Unexpected(Current, TokenKinds.BeginningOperand);
        }

        var left = Current.Is(":") ? null : parser.ParseExpression();
        bool isSlice = Current.Is(":");
        if (isSlice)
        {
            parser.Take();
        }

        Expression? right = null;
        if (!Current.Is("]"))
        {
            right = parser.ParseExpression();
            if (isSlice && right is MissingExpression && !Current.Is("]"))
            {
                Required(right);
            }
        }

        parser.Take("]");
        return new AccessPostfix(isSlice, left, right);
    }

    private ObjectExpression ParseObject()
    {
        parser.Take("{");
        var members = new OrderedDictionary<string, Expression>(StringComparer.Ordinal);
        while (Current.Kind is TokenKinds.String or TokenKinds.Identifier)
        {
            string key = Current.Is(TokenKinds.String) ? Unquoted(Current) : Current.Text;
            parser.Take();
            parser.Take(":");
            members[key] = Required(parser.ParseExpression());
            if (Current.Is("}"))
            {
                break;
            }

            parser.Take(",");
        }

        parser.Take("}");
        return new ObjectExpression([.. KeyOrder.Of(members)]);
    }

    private static string Unquoted(Token token) => token.Text[1..^1];

    private static Expression Required(Expression expression) =>
        expression is MissingExpression missing
            ? throw Parser.Unexpected(missing.Found, TokenKinds.BeginningOperand)
            : expression;
}
