using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests.Operators;

public sealed class OperatorTests
{
    [Theory]
    [InlineData("""{"$if": "n > 3", "then": "big ${n}", "else": "small"}""", "\"big 5\"")]
    [InlineData("""[1, {"$if": "f", "then": 2}, 3]""", "[1,3]")]
    [InlineData("""{"a": {"$if": "f", "then": 2}, "b": 3}""", "{\"b\":3}")]
    [InlineData("""{"$if": "f", "then": 2}""", "null")]
    [InlineData("""{"$if": "t"}""", "null")]
    [InlineData("""{"$if": "t", "then": null}""", "null")]
    [InlineData("""[{"$if": "t", "then": null}]""", "[null]")]
    [InlineData(
        """{"$if": "t", "$then": 1}""",
        "TemplateError: $if Syntax error: $then: should be spelled then: (no $)")]
    [InlineData("""{"$if": "t", "other": 1}""", "TemplateError: $if has undefined properties: other")]
    [InlineData("""{"$if": true}""", "TemplateError: $if can evaluate string expressions only")]
    [InlineData("""{"$match": {"n == 5": "b", "t": "c", "f": "a"}}""", "[\"b\",\"c\"]")]
    [InlineData("""{"$match": {"t": {"$if": "f"}}}""", "[{}]")]
    [InlineData("""{"$match": []}""", "TemplateError: $match can evaluate objects only")]
    [InlineData("""{"$switch": {"n == 5": "five", "n == 6": "six"}}""", "\"five\"")]
    [InlineData("""{"$switch": {"f": 1, "$default": "${s}"}}""", "\"abc\"")]
    [InlineData("""[{"$switch": {"f": 1}}]""", "[]")]
    [InlineData("""{"$switch": {"t": 1, "n": 2}}""", "TemplateError: $switch can only have one truthy condition")]
    public void Conditions_choose(string template, string result) => Assert.Equal(result, Rendered.Of(template));

    [Theory]
    [InlineData("""{"$map": {"$eval": "list"}, "each(x)": "<${x}>"}""", "[\"<1>\",\"<2>\",\"<3>\"]")]
    [InlineData("""{"$map": [7, 8], "each(x, i)": {"$eval": "x * i"}}""", "[0,8]")]
    [InlineData("""{"$map": [1, 2], "each(x,x)": {"$eval": "x"}}""", "[0,1]")]
    [InlineData("""{"$map": [1, 2, 3], "each(x)": {"$if": "x != 2", "then": {"$eval": "x"}}}""", "[1,3]")]
    [InlineData(
        """{"$map": {"$eval": "o"}, "each(p)": {"${p.key}!": {"$eval": "p.val + 1"}}}""",
        "{\"b!\":3,\"a!\":2}")]
    [InlineData("""{"$map": {"b": 1, "0": 2}, "each(v,k)": {"last": "${k}"}}""", "{\"last\":\"b\"}")]
    [InlineData(
        """{"$map": {"a": 1}, "each(v,k)": 1}""",
        "TemplateError: $map on objects expects each(v) to evaluate to an object")]
    [InlineData("""{"$map": [1]}""", "TemplateError: $map must have exactly two properties")]
    [InlineData("""{"$map": [1], "each(x": 1}""", "TemplateError: $map has undefined properties: each(x")]
    [InlineData("""{"$map": [1], "each(x,y,z)": 1}""", "TemplateError: $map has undefined properties: each(x,y,z)")]
    [InlineData("""{"$map": [1], "xeach(x)": 1}""", "TemplateError: $map requires each(identifier) syntax")]
    [InlineData("""{"$map": "abc", "each(x)": 1}""", "TemplateError: $map value must evaluate to an array or object")]
    [InlineData("""{"$reduce": [1, 2, 3], "each(sum, x)": {"$eval": "sum + x"}, "initial": 10}""", "16")]
    [InlineData("""{"$reduce": ["a", "b"], "each(sum, x, i)": "${sum}${i}${x}", "initial": ""}""", "\"0a1b\"")]
    [InlineData("""{"$reduce": [1, 2], "each(sum, x)": {"$if": "x == 1", "then": 7}, "initial": 0}""", "7")]
    [InlineData(
        """{"$reduce": [], "each(sum, x)": 1, "initial": {"$eval": "not rendered"}}""",
        "{\"$eval\":\"not rendered\"}")]
    [InlineData(
        """{"$reduce": [], "each(sum)": 1, "initial": 1}""",
        "TemplateError: $reduce has undefined properties: each(sum)")]
    [InlineData("""{"$find": [1, 2, 3], "each(x)": "x > 1"}""", "2")]
    [InlineData("""{"$find": ["a", "b"], "each(x, i)": "i == 1"}""", "\"b\"")]
    [InlineData("""[{"$find": [1], "each(x)": "x > 1"}]""", "[]")]
    [InlineData("""{"$find": [1], "each(x)": "'${z}'"}""", "InterpreterError: unknown context value z")]
    [InlineData("""{"$find": [1], "each(x)": true}""", "TemplateError: each can evaluate string expressions only")]
    public void Elements_are_gone_through(string template, string result) =>
        Assert.Equal(result, Rendered.Of(template));

    [Theory]
    [InlineData("""{"$let": {"x": "${s}!"}, "in": {"y": "${x}${n}"}}""", "{\"y\":\"abc!5\"}")]
    [InlineData(
        """{"$let": {"n": 1}, "in": {"$let": {"m": {"$eval": "n + 1"}, "n": 9}, "in": "${m} ${n}"}}""",
        "\"2 9\"")]
    [InlineData(
        """[{"$let": {"x": 1}, "in": "${x}"}, "${x}"]""",
        "InterpreterError at template[1]: unknown context value x")]
    [InlineData("""{"$let": {"min": {"$eval": "max"}}, "in": {"$eval": "min(1, 2)"}}""", "2")]
    [InlineData(
        """{"$let": {"a b": 1}, "in": 1}""",
        "TemplateError: top level keys of $let must follow /[a-zA-Z_][a-zA-Z0-9_]*/")]
    [InlineData("""{"$let": {"a": 1}, "in": null}""", "TemplateError: $let operator requires an `in` clause")]
    [InlineData("""{"$let": [], "in": 1}""", "TemplateError: $let value must be an object")]
    [InlineData("""{"$let": {"$if": "f"}, "in": 1}""", "1")]
    [InlineData(
        """{"$json": {"b": [1, null, "\""], "a": {}}}""",
        "\"{\\\"a\\\":{},\\\"b\\\":[1,null,\\\"\\\\\\\"\\\"]}\"")]
    [InlineData("""{"$json": {"$eval": "sqrt(-1)"}}""", "\"null\"")]
    [InlineData("""{"$json": {"$eval": "[min]"}}""", "TemplateError: evaluated template contained uncalled functions")]
    [InlineData("""{"$eval": "min"}""", "TemplateError: evaluated template contained uncalled functions")]
    [InlineData("""{"$eval": ["s"]}""", "TemplateError: $eval must be given a string expression")]
    [InlineData("""{"$fromNow": "1 day"}""", "\"2017-01-20T16:27:20.974Z\"")]
    [InlineData("""{"$fromNow": "-1 h", "from": "2020-01-01"}""", "\"2019-12-31T23:00:00.000Z\"")]
    [InlineData("""{"$fromNow": "1 day", "from": ""}""", "\"2017-01-20T16:27:20.974Z\"")]
    [InlineData("""{"$fromNow": 1}""", "TemplateError: $fromNow expects a string")]
    [InlineData("""{"$fromNow": "soon"}""", "TemplateError: 'soon' is not a time expression")]
    [InlineData(
        """{"$fromNow": "", "from": "soon"}""",
        "TemplateError: 'soon' is not a point in time such as 2017-01-19T16:27:20.974Z")]
    [InlineData(
        """{"$fromNow": "", "from": [1]}""",
        "TemplateError: a value of type array is not a point in time such as 2017-01-19T16:27:20.974Z")]
    [InlineData(
        """{"$fromNow": "300000 years"}""",
        "TemplateError: '300000 years' leads beyond the times that there are")]
    public void Values_are_made(string template, string result) => Assert.Equal(result, Rendered.Of(template));

    [Theory]
    [InlineData("""{"$flatten": [1, [2, [3]], {"$eval": "list"}, []]}""", "[1,2,[3],1,2,3]")]
    [InlineData("""{"$flattenDeep": [1, [2, [3, [[4]]]], []]}""", "[1,2,3,4]")]
    [InlineData("""{"$reverse": [1, "b", null]}""", "[null,\"b\",1]")]
    [InlineData("""[{"$reverse": {"$eval": "list"}}, {"$eval": "list"}]""", "[[3,2,1],[1,2,3]]")]
    [InlineData("""{"$sort": [3, 1, 20, 0.5]}""", "[0.5,1,3,20]")]
    [InlineData("""{"$sort": ["b", "B", "ab", "a", ""]}""", "[\"\",\"B\",\"a\",\"ab\",\"b\"]")]
    [InlineData("""{"$sort": ["b1", "a2", "b0", "a1"], "by(x)": "x[0]"}""", "[\"a2\",\"a1\",\"b1\",\"b0\"]")]
    [InlineData("""{"$sort": [[1, 2], [1]], "by(x)": "len(x)"}""", "[[1],[1,2]]")]
    [InlineData("""{"$sort": []}""", "[]")]
    [InlineData("""{"$sort": [1, "1"]}""", "TemplateError: $sorted values to be sorted must have the same type")]
    [InlineData("""{"$sort": [[1]]}""", "TemplateError: $sorted values to be sorted must have the same type")]
    [InlineData("""{"$sort": [1], "by(x)": 1}""", "TemplateError: by can evaluate string expressions only")]
    [InlineData("""{"$merge": [{"a": 1, "b": {"x": 1}}, {"b": {"y": 2}}]}""", "{\"a\":1,\"b\":{\"y\":2}}")]
    [InlineData(
        """{"$mergeDeep": [{"a": [1], "b": {"x": 1}}, {"b": {"y": 2}, "a": [2]}, {"a": 3}]}""",
        "{\"a\":3,\"b\":{\"x\":1,\"y\":2}}")]
    [InlineData("""{"$mergeDeep": []}""", "{}")]
    [InlineData("""{"$merge": [1]}""", "TemplateError: $merge value must evaluate to an array of objects")]
    [InlineData("""{"$merge": [{"$if": "f"}, {"a": 1}]}""", "{\"a\":1}")]
    [InlineData("""{"$reverse": {}}""", "TemplateError: $reverse value must evaluate to an array of objects")]
    [InlineData("""{"$flatten": [], "x": 1, "b": 2}""", "TemplateError: $flatten has undefined properties: b x")]
    public void Lists_and_objects_are_put_together(string template, string result) =>
        Assert.Equal(result, Rendered.Of(template));

    [Theory]
    [InlineData("""{"$if": "t", "$eval": "1"}""", "TemplateError: only one operator allowed")]
    [InlineData("""{"$$if": "t", "$$x": "${n}", "$$$y": 1}""", "{\"$if\":\"t\",\"$x\":\"5\",\"$$y\":1}")]
    [InlineData("""{"$other": 1}""", "TemplateError: $<identifier> is reserved; use $$<identifier>")]
    [InlineData("""{"$": 1, "$a_b": 2, "$ c": 3}""", "{\"$\":1,\"$a_b\":2,\"$ c\":3}")]
    [InlineData("""{"$other": {"$if": "f"}}""", "{}")]
    public void Keys_with_a_dollar_are_operators_or_escaped(string template, string result) =>
        Assert.Equal(result, Rendered.Of(template));
}
