using System.Collections.Immutable;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Expressions.Syntax;

/// <summary>A part of an expression.</summary>
internal abstract record Expression;

/// <summary>Nothing, where an operand has to be. It is an error when its value is needed, and not before.</summary>
/// <param name="Found">What stands there instead.</param>
internal sealed record MissingExpression(Token Found) : Expression;

internal sealed record LiteralExpression(Value Value) : Expression;

internal sealed record VariableExpression(string Name) : Expression;

internal sealed record UnaryExpression(string Operator, Expression Operand) : Expression;

/// <summary>Operands between operators that bind equally, from left to right.</summary>
/// <remarks>A list, not a tree: a thousand operands are no nesting.</remarks>
internal sealed record ChainExpression(Expression First, ImmutableArray<ChainLink> Links) : Expression;

/// <summary>An operator and what is right of it.</summary>
internal readonly record struct ChainLink(string Operator, Expression Right);

/// <summary><c>**</c>, whose exponent is evaluated first.</summary>
internal sealed record PowerExpression(Expression Base, Expression Exponent) : Expression;

/// <summary>An operand with what is behind it, such as <c>a.b[1](2)</c>.</summary>
internal sealed record PostfixExpression(Expression Target, ImmutableArray<Postfix> Postfixes) : Expression;

internal abstract record Postfix;

/// <summary><c>.name</c></summary>
internal sealed record PropertyPostfix(string Name) : Postfix;

/// <summary><c>[left]</c> or <c>[left:right]</c>; of the latter either may be missing.</summary>
internal sealed record AccessPostfix(bool IsSlice, Expression? Left, Expression? Right) : Postfix;

/// <summary><c>(arguments)</c></summary>
internal sealed record CallPostfix(ImmutableArray<Expression> Arguments) : Postfix;

internal sealed record ListExpression(ImmutableArray<Expression> Items) : Expression;

/// <summary>An object. Its members are in the order in which they are evaluated; each key is there once.</summary>
internal sealed record ObjectExpression(ImmutableArray<KeyValuePair<string, Expression>> Members) : Expression;

/// <summary>An expression that has been read.</summary>
/// <param name="Root">The whole of it.</param>
/// <param name="Next">What stands behind it.</param>
internal sealed record ParsedExpression(Expression Root, Token Next);
