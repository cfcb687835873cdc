using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests.Expressions;

public sealed class EvaluatorTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("2 ** 3 ** 2", "512")]
    [InlineData("2 * 3 ** 2", "18")]
    [InlineData("2 ** -1", "0.5")]
    [InlineData("1 + 1 == 2 && 2 < 3", "true")]
    [InlineData("1 < 2 == true", "true")]
    [InlineData("f && t || t", "true")]
    [InlineData("t || f && f", "true")]
    [InlineData("'a' in {a: 1} && 1 in [1]", "true")]
    [InlineData("4 in list || 3 in list", "true")]
    public void Operators_bind_as_tightly_as_the_language_says(string expression, string result) =>
        Assert.Equal(result, Rendered.Expression(expression));

    [Theory]
    [InlineData("-n ** 2", "25")]
    [InlineData("-o.a", "InterpreterError: unary - expects number")]
    [InlineData("!defined('s')", "InterpreterError: false is not callable")]
    [InlineData("!(defined('s'))", "false")]
    [InlineData("!!s", "true")]
    [InlineData("- - n", "5")]
    public void A_sign_belongs_to_the_operand_behind_it_alone(string expression, string result) =>
        Assert.Equal(result, Rendered.Expression(expression));

    [Theory]
    [InlineData("t || unknown", "true")]
    [InlineData("f && unknown", "false")]
    [InlineData("t || (1 / 0)", "true")]
    [InlineData("f || unknown", "InterpreterError: unknown context value unknown")]
    [InlineData("none || empty || '' || 0 || nil", "false")]
    [InlineData("list && o && 'x' && -1 && min", "true")]
    [InlineData("f && unknown || t", "true")]
    public void Conditions_are_evaluated_as_far_as_they_have_to_be(string expression, string result) =>
        Assert.Equal(result, Rendered.Expression(expression));

    [Theory]
    [InlineData("1 == '1'", "false")]
    [InlineData("nil == false", "false")]
    [InlineData("[1, {a: [2]}] == [1, {a: [2]}]", "true")]
    [InlineData("{a: 1, b: 2} == o", "true")]
    [InlineData("{a: 1} != o", "true")]
    [InlineData("number('x') == number('x')", "false")]
    [InlineData("[number('x')] == [number('x')]", "false")]
    [InlineData("0 == -0", "true")]
    [InlineData("min == min && min != max", "true")]
    [InlineData("'a' < 'b' && 'B' < 'a' && 'a' < 'ab'", "true")]
    [InlineData("1 < '2'", "InterpreterError: infix: < expects numbers/strings < numbers/strings")]
    public void Values_are_compared_by_what_they_are(string expression, string result) =>
        Assert.Equal(result, Rendered.Expression(expression));

    [Theory]
    [InlineData("1 / 0", "InterpreterError: division by zero")]
    [InlineData("1 / (1 - 1)", "InterpreterError: division by zero")]
    [InlineData("'a' - 1", "InterpreterError: infix: - expects number - number")]
    [InlineData("t + t", "InterpreterError: infix: + expects numbers/strings + numbers/strings")]
    [InlineData("2 ** 'a'", "InterpreterError: infix: ** expects number ** number")]
    [InlineData("s.length", "InterpreterError: infix: . expects objects")]
    [InlineData("o.c", "InterpreterError: object has no property \"c\"")]
    [InlineData("list[3]", "InterpreterError: index out of bounds")]
    [InlineData("list['a']", "InterpreterError: should only use integers to access arrays or strings")]
    [InlineData("list[0.5:1]", "InterpreterError: cannot perform interval access with non-integers")]
    [InlineData("o[0]", "InterpreterError: object keys must be strings")]
    [InlineData("n[0]", "InterpreterError: infix: \"[..]\" expects object, array, or string")]
    [InlineData("1 in 2", "InterpreterError: Infix: in expects Array, string, or object on right side")]
    [InlineData("1 in s", "InterpreterError: Infix: in-string expects string on left side")]
    [InlineData("1 in o", "InterpreterError: Infix: in-object expects string on left side")]
    [InlineData("n(1)", "InterpreterError: 5 is not callable")]
    [InlineData("[1, nil, [2]]()", "InterpreterError: 1,,2 is not callable")]
    [InlineData("o()", "InterpreterError: [object Object] is not callable")]
    public void What_cannot_be_evaluated_is_told_in_the_words_of_the_language(string expression, string result) =>
        Assert.Equal(result, Rendered.Expression(expression));

    [Theory]
    [InlineData("list[-1]", "3")]
    [InlineData("list[-9]", "1")]
    [InlineData("list[1:]", "[2,3]")]
    [InlineData("list[:-1]", "[1,2]")]
    [InlineData("list[:]", "[1,2,3]")]
    [InlineData("list[2:1]", "[]")]
    [InlineData("list[9:]", "[]")]
    [InlineData("list[-9:9]", "[1,2,3]")]
    [InlineData("list[0:null]", "[1,2,3]")]
    [InlineData("s[1]", "\"b\"")]
    [InlineData("s[-2:]", "\"bc\"")]
    [InlineData("'a😀é'[1] == '😀'", "true")]
    [InlineData("'a😀é'[-1]", "\"é\"")]
    [InlineData("'a😀é'[1:] == '😀é'", "true")]
    [InlineData("o['b']", "2")]
    [InlineData("o['c']", "null")]
    [InlineData("{a: [{b: 'x'}]}.a[0].b", "\"x\"")]
    public void Parts_of_values_are_counted_in_characters_from_either_end(string expression, string result) =>
        Assert.Equal(result, Rendered.Expression(expression));

    [Theory]
    [InlineData("2 ** 53 + 1", "9007199254740992")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("12345678901234567890", "12345678901234567000")]
    [InlineData("10 ** 21", "1e+21")]
    [InlineData("10 ** 400", "null")]
    [InlineData("str(10 ** 400)", "\"Infinity\"")]
    [InlineData("str(1 ** (10 ** 400))", "\"NaN\"")]
    [InlineData("-0", "0")]
    [InlineData("6 / 2", "3")]
    public void Numbers_are_doubles_and_are_written_as_JavaScript_does(string expression, string result) =>
        Assert.Equal(result, Rendered.Expression(expression));

    [Fact]
    public void A_thousand_operands_side_by_side_are_no_nesting()
    {
        string[] operands = [.. Enumerable.Repeat("1", 1000)];

        Assert.Equal("1000", Rendered.Expression(string.Join(" + ", operands)));
        Assert.Equal("true", Rendered.Expression(string.Join(" && ", operands)));
        Assert.Equal("[1]", Rendered.Expression($"[[1]]{string.Concat(Enumerable.Repeat("[0:1]", 1000))}[0]"));
    }
}
