namespace Slipway.JsonE.Expressions.Syntax;

/// <summary>A token of an expression.</summary>
/// <param name="Kind">See <see cref="TokenKinds"/>.</param>
/// <param name="Text">As it is written.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct Token(string Kind, string Text, int Start, int End)
{
    public bool Is(string kind) => Kind == kind;
}

/// <summary>What a token is called in messages, which is what it is for all but these.</summary>
internal static class TokenKinds
{
    public const string Number = "number";
    public const string Identifier = "identifier";
    public const string String = "string";

    /// <summary>What is behind the last token.</summary>
    public const string End = "end";

    /// <summary>What may begin an operand.</summary>
    public static IReadOnlyList<string> BeginningOperand { get; } =
        ["!", "(", "+", "-", "[", "false", Identifier, "null", Number, String, "true", "{"];

    /// <summary>What may stand behind an operand.</summary>
    public static IReadOnlyList<string> BehindOperand { get; } =
        ["!=", "&&", "(", "*", "**", "+", "-", ".", "/", "<", "<=", "==", ">", ">=", "[", "in", "||"];
}
