using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests;

public sealed class JsonEContextTests
{
    [Fact]
    public void Functions_of_a_context_are_called_with_the_values_of_the_arguments()
    {
        var seen = new List<string>();
        var context = With("as_slugid", arguments =>
        {
            seen.Add(new JsonArray([.. arguments]).ToJsonString());
            return "fN1SbArXTPSVFUUvaOlinQ";
        });

        var outcome = Outcome.Of(
            JsonNode.Parse(
                """{"taskId": {"$eval": "as_slugid('decision_task')"}, "again": "${as_slugid([v], {a: 1})}"}"""),
            context);

        Assert.Equal("""{"taskId":"fN1SbArXTPSVFUUvaOlinQ","again":"fN1SbArXTPSVFUUvaOlinQ"}""", outcome.ToString());
        Assert.Equal(["[\"decision_task\"]", "[[7],{\"a\":1}]"], seen);
    }

    [Theory]
    [InlineData("typeof(f)", "\"function\"")]
    [InlineData("defined('f')", "true")]
    [InlineData("f == f && f != min", "true")]
    [InlineData("f().a[0]", "1")]
    [InlineData("f", "TemplateError: evaluated template contained uncalled functions")]
    [InlineData("f(min)", "TemplateError: evaluated template contained uncalled functions")]
    public void They_are_functions_as_others_are(string expression, string result) => Assert.Equal(
        result,
        Outcome.Of(
            new JsonObject { ["$eval"] = expression }, With("f", _ => JsonNode.Parse("""{"a": [1]}"""))).ToString());

    [Fact]
    public void They_hide_functions_of_the_language() => Assert.Equal(
        "\"mine\"", Outcome.Of(JsonNode.Parse("""{"$eval": "min(1)"}"""), With("min", _ => "mine")).ToString());

    [Fact]
    public void What_they_give_is_bounded_too() => Assert.Equal(
        JsonEErrorKind.LimitExceeded,
        Outcome.Of(
            JsonNode.Parse("""{"$map": {"$eval": "range(0, 10000)"}, "each(x)": {"$eval": "len(f())"}}"""),
            With("f", _ => new JsonArray([.. Enumerable.Range(0, 1000).Select(i => (JsonNode)i)]))).Error?.Kind);

    [Fact]
    public void What_they_throw_comes_out_of_the_rendering() => Assert.Throws<InvalidDataException>(() =>
        Outcome.Of(JsonNode.Parse("\"${f()}\""), With("f", _ => throw new InvalidDataException())));

    [Fact]
    public void A_function_and_a_variable_of_one_name_are_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => Outcome.Of("x", With("v", _ => null)));

    private static JsonEContext With(string name, JsonEFunction function) =>
        new(new JsonObject { ["v"] = 7 })
        {
            Functions = ImmutableDictionary<string, JsonEFunction>.Empty.Add(name, function),
        };
}
