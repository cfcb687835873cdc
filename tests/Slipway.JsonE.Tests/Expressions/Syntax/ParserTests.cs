using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests.Expressions.Syntax;

public sealed class ParserTests
{
    private const string Beginning =
        "!, (, +, -, [, false, identifier, null, number, string, true, {";

    private const string Behind =
        "!=, &&, (, *, **, +, -, ., /, <, <=, ==, >, >=, [, in, ||";

    [Theory]
    [InlineData("", "SyntaxError: Unexpected end of input")]
    [InlineData("1 +", "SyntaxError: Unexpected end of input")]
    [InlineData("(1", "SyntaxError: Unexpected end of input")]
    [InlineData("[1", "SyntaxError: Unexpected end of input")]
    [InlineData("list[", "SyntaxError: Unexpected end of input")]
    [InlineData("list[1:", "SyntaxError: Unexpected end of input")]
    [InlineData("min(", "SyntaxError: Unexpected end of input")]
    [InlineData("{a: 1", "SyntaxError: Unexpected end of input")]
    [InlineData("o.", "SyntaxError: Unexpected end of input")]
    [InlineData("1 2", "SyntaxError: Found: 2 token, expected one of: " + Behind)]
    [InlineData("1)", "SyntaxError: Found: ) token, expected one of: " + Behind)]
    [InlineData("0x1F", "SyntaxError: Found: x1F token, expected one of: " + Behind)]
    [InlineData("()", "SyntaxError: Found: ) token, expected one of: " + Beginning)]
    [InlineData("(1 + )", "SyntaxError: Found: ) token, expected one of: " + Beginning)]
    [InlineData("[1, ]", "SyntaxError: Found: ] token, expected one of: " + Beginning)]
    [InlineData("[, 1]", "SyntaxError: Found: , token, expected one of: " + Beginning)]
    [InlineData("min(1, )", "SyntaxError: Found: ) token, expected one of: " + Beginning)]
    [InlineData("list[]", "SyntaxError: Found: ] token, expected one of: " + Beginning)]
    [InlineData("{a: }", "SyntaxError: Found: } token, expected one of: " + Beginning)]
    [InlineData("[1}", "SyntaxError: Found: } token, expected one of: ]")]
    [InlineData("(1]", "SyntaxError: Found: ] token, expected one of: )")]
    [InlineData("o.in", "SyntaxError: Found: in token, expected one of: identifier")]
    [InlineData("{1: 2}", "SyntaxError: Found: 1 token, expected one of: }")]
    [InlineData("{a 1}", "SyntaxError: Found: 1 token, expected one of: :")]
    [InlineData("a = 1", "SyntaxError: Unexpected input for 'a = 1' at '= 1'")]
    [InlineData("'a", "SyntaxError: Unexpected input for ''a' at ''a'")]
    [InlineData("#", "SyntaxError: Unexpected input for '#' at '#'")]
    [InlineData(".5", "SyntaxError: Found: 5 token, expected one of: identifier")]
    [InlineData("5.", "SyntaxError: Unexpected end of input")]
    public void What_is_not_in_the_language_is_told_with_what_could_be_there(string expression, string message) =>
        Assert.Equal(message, Rendered.Expression(expression));

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{a: 1,}", "{\"a\":1}")]
    [InlineData("{a: 1, 'b c': 2, \"d\": 3}", "{\"a\":1,\"b c\":2,\"d\":3}")]
    [InlineData("{a: 1, a: 2}", "{\"a\":2}")]
    [InlineData("{b: 1, '1': 2, '0': 3}", "{\"0\":3,\"1\":2,\"b\":1}")]
    [InlineData("{__proto__: 1}", "{\"__proto__\":1}")]
    [InlineData("[[], [[]]]", "[[],[[]]]")]
    [InlineData("'it\"s' + \"it's\"", "\"it\\\"sit's\"")]
    [InlineData("'a\\n'", "\"a\\\\n\"")]
    [InlineData("007", "7")]
    [InlineData("1.50", "1.5")]
    [InlineData("trueish", "InterpreterError: unknown context value trueish")]
    [InlineData("inside", "InterpreterError: unknown context value inside")]
    [InlineData("\u00a01\u2003+\ufeff1\n", "2")]
    public void Literals_are_what_they_look_like(string expression, string result) =>
        Assert.Equal(result, Rendered.Expression(expression));

    [Fact]
    public void A_missing_operand_is_an_error_only_where_it_is_needed()
    {
        Assert.Equal("true", Rendered.Expression("t || (1 + )"));
        Assert.StartsWith("SyntaxError", Rendered.Expression("f || (1 + )"), StringComparison.Ordinal);
    }
}
