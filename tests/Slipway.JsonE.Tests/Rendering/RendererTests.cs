using System.Text.Json.Nodes;
using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests.Rendering;

public sealed class RendererTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2021-03-04T05:06:07.089+02:00");

    [Theory]
    [InlineData("${s}", "abc")]
    [InlineData("${n}${half}${t}${nil}", "50.5true")]
    [InlineData("$${s} $$${s} $$$${s}", "${s} $${s} $$${s}")]
    [InlineData("$ $s {s} }", "$ $s {s} }")]
    [InlineData("${'}'}", "}")]
    [InlineData("${ {a: {b: s}}.a.b }", "abc")]
    [InlineData("${s}${", null)]
    public void Expressions_in_strings_are_replaced(string text, string? result) => Assert.Equal(
        result is null ? "SyntaxError: Unexpected end of input" : JsonValue.Create(result).ToJsonString(),
        Rendered.Of(JsonValue.Create(text).ToJsonString()));

    [Theory]
    [InlineData("${list}", "TemplateError: interpolation of 'list' produced an array or object")]
    [InlineData("a ${ o } b", "TemplateError: interpolation of ' o ' produced an array or object")]
    [InlineData("${s", "SyntaxError: unterminated ${..} expression")]
    [InlineData("${s[1:}", "SyntaxError: Found: } token, expected one of: "
        + "!, (, +, -, [, false, identifier, null, number, string, true, {")]
    [InlineData("${s t}", "SyntaxError: Found: t token, expected one of: "
        + "!=, &&, (, *, **, +, -, ., /, <, <=, ==, >, >=, [, in, ||")]
    [InlineData("x ${s # y}", "SyntaxError: Unexpected input for 's # y}' at '# y}'")]
    public void What_cannot_be_put_into_a_string_is_told(string text, string message) =>
        Assert.Equal(message, Rendered.Of(JsonValue.Create(text).ToJsonString()));

    [Theory]
    [InlineData("""{"a": [0, {"b-c": {"d": "${x}"}}]}""", ".a[1][\"b-c\"].d")]
    [InlineData("""{"a": {"$map": [1], "each(y)": {"b": ["${x}"]}}}""", ".a.b[0]")]
    [InlineData("""{"a": {"$if": "x"}}""", ".a")]
    [InlineData("""{"a": {"${x}": 1}}""", ".a")]
    [InlineData("""{"a_b": "${x}"}""", "[\"a_b\"]")]
    [InlineData("""{"é\"": "${x}"}""", "[\"é\\\"\"]")]
    [InlineData("\"${x}\"", "")]
    public void The_place_of_an_error_is_that_of_the_lists_and_objects_around_it(string template, string location)
    {
        var error = Outcome.Of(JsonNode.Parse(template)).Error;

        Assert.Equal(JsonEErrorKind.InterpreterError, error?.Kind);
        Assert.Equal("unknown context value x", error?.Detail);
        Assert.Equal(location, error?.Location);
        string place = location.Length > 0 ? $" at template{location}" : string.Empty;
        Assert.Equal($"InterpreterError{place}: {error?.Detail}", error?.Message);
    }

    [Fact]
    public void The_time_is_that_of_the_context_before_that_of_the_caller()
    {
        const string Template = """["${now}", {"$fromNow": "1 day"}, {"$eval": "fromNow('')"}]""";
        var own = new JsonObject { ["now"] = "2000-01-01T00:00:00.000Z" };

        Assert.Equal(
            """["2021-03-04T03:06:07.089Z","2021-03-05T03:06:07.089Z","2021-03-04T03:06:07.089Z"]""",
            Outcome.Of(JsonNode.Parse(Template), [], Now).ToString());
        Assert.Equal(
            """["2000-01-01T00:00:00.000Z","2000-01-02T00:00:00.000Z","2000-01-01T00:00:00.000Z"]""",
            Outcome.Of(JsonNode.Parse(Template), own, Now).ToString());
    }

    [Theory]
    [InlineData("\"${now}\"", "InterpreterError: unknown context value now")]
    [InlineData("{\"$fromNow\": \"\"}", "TemplateError: there is no time to count from: the context has no 'now'")]
    public void Without_a_time_there_is_none(string template, string message) =>
        Assert.Equal(message, Rendered.Of(template, []));

    [Fact]
    public void Names_in_a_context_are_checked() => Assert.Equal(
        "TemplateError: top level keys of context must follow /[a-zA-Z_][a-zA-Z0-9_]*/",
        Rendered.Of("1", new JsonObject { ["a-b"] = 1 }));

    [Fact]
    public void Neither_template_nor_context_is_changed_or_shared()
    {
        var template = JsonNode.Parse("""{"a": {"$eval": "o"}, "b": {"$reverse": {"$eval": "list"}}, "c": [1]}""")!;
        var context = Rendered.Context;
        string before = template.ToJsonString() + context.ToJsonString();

        var result = (JsonObject)Outcome.Of(template, context).Result!;
        result["a"]!["b"] = "changed";
        ((JsonArray)result["c"]!).Add(2);

        Assert.Equal(before, template.ToJsonString() + context.ToJsonString());
    }

    [Fact]
    public void Values_are_read_however_the_document_was_made()
    {
        var context = new JsonObject
        {
            ["i"] = 1,
            ["l"] = 2L,
            ["d"] = 0.5,
            ["m"] = 1.25m,
            ["c"] = 'x',
            ["when"] = JsonValue.Create(Now),
            ["id"] = JsonValue.Create(Guid.Empty),
        };

        Assert.Equal(
            """["1 2 0.5 1.25 x","2021-03-04T05:06:07.089\u002B02:00","00000000-0000-0000-0000-000000000000"]""",
            Outcome.Of(JsonNode.Parse("""["${i} ${l} ${d} ${m} ${c}", "${when}", "${id}"]"""), context).ToString());
    }
}
