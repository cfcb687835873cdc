using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests.Builtins;

public sealed class BuiltinTests
{
    [Theory]
    [InlineData("min(3, 1, 2) + max(3, 1, 2)", "4")]
    [InlineData("str(max(1, number('x')))", "\"NaN\"")]
    [InlineData("[sqrt(2.25), ceil(1.2), floor(-1.2), abs(-3)]", "[1.5,2,-2,3]")]
    [InlineData("range(1, 4)", "[1,2,3]")]
    [InlineData("range(4, 1)", "[]")]
    [InlineData("range(4, 0, -2)", "[4,2]")]
    [InlineData("range(0, 5, 2)", "[0,2,4]")]
    [InlineData("len(list) + len('a😀') + len('')", "5")]
    [InlineData("[str(1), str(0.5), str('a'), str(t), str(nil)]", "[\"1\",\"0.5\",\"a\",\"true\",\"null\"]")]
    [InlineData(
        "[number('12'), number(' -1.5e2 '), number('0x1F'), number('0b11'), number('0o17'), number('')]",
        "[12,-150,31,3,15,0]")]
    [InlineData(
        "[number('1_000'), number('1 2'), number('0x'), number('abc'), number('.'), number('1e')]",
        "[null,null,null,null,null,null]")]
    [InlineData("[number('.5'), number('5.'), number('+1'), number('1e3')]", "[0.5,5,1,1000]")]
    [InlineData("str(number('-Infinity'))", "\"-Infinity\"")]
    [InlineData("strip(' \ufeffa\u00a0\n')", "\"a\"")]
    [InlineData("lstrip(' a ') + rstrip(' b ')", "\"a  b\"")]
    [InlineData("split('a,b,,c', ',')", "[\"a\",\"b\",\"\",\"c\"]")]
    [InlineData("split('abc', '')", "[\"a\",\"b\",\"c\"]")]
    [InlineData("split('', '') == [] && split('', ',') == ['']", "true")]
    [InlineData("split('a1b', 1)", "[\"a\",\"b\"]")]
    [InlineData("join(['a', 1, nil, t, [2, [3]], {}], '-')", "\"a-1--true-2,3-[object Object]\"")]
    [InlineData("join([1, 2], 0)", "\"102\"")]
    [InlineData("uppercase('straße ﬁ') + lowercase('ÀİΑΣ')", "\"STRASSE FIài̇ας\"")]
    [InlineData(
        "[typeof(1), typeof('a'), typeof(t), typeof(nil), typeof([]), typeof({}), typeof(min)]",
        "[\"number\",\"string\",\"boolean\",\"null\",\"array\",\"object\",\"function\"]")]
    [InlineData("[defined('s'), defined('nil'), defined('min'), defined('x')]", "[true,true,true,false]")]
    [InlineData("fromNow('2 days 3 hours')", "\"2017-01-21T19:27:20.974Z\"")]
    [InlineData("fromNow('1 day', '2000-02-28T00:00:00Z')", "\"2000-02-29T00:00:00.000Z\"")]
    [InlineData("fromNow('1 day', '')", "\"2017-01-20T16:27:20.974Z\"")]
    public void Functions_give_what_the_language_says(string expression, string result) =>
        Assert.Equal(result, Rendered.Expression(expression));

    [Theory]
    [InlineData("min()", "min: expected at least 1 arguments")]
    [InlineData("min(1, 'a')", "min")]
    [InlineData("abs()", "abs")]
    [InlineData("abs(1, 2)", "abs")]
    [InlineData("range(1)", "range: expected at least 2 arguments")]
    [InlineData("range(1, 2, 0)", "range")]
    [InlineData("range(2, 2, 0)", "range")]
    [InlineData("range(1, 2.5)", "range")]
    [InlineData("range(1, 2, 0.5)", "range")]
    [InlineData("range(0, 10 ** 400)", "range")]
    [InlineData("len(1)", "len")]
    [InlineData("len(o)", "len")]
    [InlineData("str([])", "str")]
    [InlineData("number(1)", "number")]
    [InlineData("split('a')", "split")]
    [InlineData("split('a', ',', 1)", "split")]
    [InlineData("join('a', ',')", "join")]
    [InlineData("join([], nil)", "join")]
    [InlineData("lowercase(nil)", "lowercase")]
    [InlineData("fromNow(1)", "fromNow")]
    [InlineData("fromNow()", "fromNow: expected at least 1 arguments")]
    [InlineData("defined(1)", "defined")]
    [InlineData("typeof()", "typeof")]
    public void Other_arguments_are_refused(string expression, string function) =>
        Assert.Equal($"BuiltinError: invalid arguments to builtin: {function}", Rendered.Expression(expression));

    [Theory]
    [InlineData("'${min}'")]
    [InlineData("join([min], '')")]
    [InlineData("[[min]]()")]
    public void The_text_of_a_function_is_nobodys_business(string expression) => Assert.Equal(
        "TemplateError: evaluated template contained uncalled functions",
        expression[0] == '\'' ? Rendered.Of("\"${min}\"") : Rendered.Expression(expression));

    [Fact]
    public void A_range_remembers_nothing_of_the_one_before() => Assert.Equal(
        "BuiltinError: invalid arguments to builtin: range", Rendered.Expression("[range(1, 2), range(1, 2, 0.5)]"));
}
