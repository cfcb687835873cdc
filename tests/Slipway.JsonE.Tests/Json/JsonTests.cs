using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests.Json;

public sealed class JsonTests
{
    [Fact]
    public void Keys_are_sorted_by_their_code_points_and_not_by_their_UTF_16_units() => Assert.Equal(
        "{\"Z\":1,\"a\":2,\"é\":3,\"\uFF5E\":4,\"😀\":5}",
        TextOf(new JsonObject { ["😀"] = 5, ["\uFF5E"] = 4, ["é"] = 3, ["a"] = 2, ["Z"] = 1 }));

    [Theory]
    [InlineData("\b\t\n\f\r\u0001\u001f", "\\b\\t\\n\\f\\r\\u0001\\u001f")]
    [InlineData("\"\\/", "\\\"\\\\/")]
    [InlineData("é☃😀\u007f\u2028", "é☃😀\u007f\u2028")]
    public void Only_what_must_be_is_escaped(string text, string escaped) =>
        Assert.Equal($"\"{escaped}\"", TextOf(text));

    [Fact]
    public void Half_a_surrogate_pair_is_escaped()
    {
        var template = new JsonObject { ["$json"] = new JsonObject { ["$eval"] = "split('😀', '')" } };

        Assert.Equal("[\"\\ud83d\",\"\\ude00\"]", Outcome.Of(template).Result!.GetValue<string>());
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("-0.0", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("123456789012345678901", "123456789012345680000")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.00000012", "1.2e-7")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1e999", "null")]
    public void A_number_is_written_as_JavaScript_does(string number, string written)
    {
        Assert.Equal(written, Outcome.Of(JsonNode.Parse(number)).ToString());
        Assert.Equal(written, TextOf(JsonNode.Parse(number)));
    }

    [Theory]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("""[{"b": {"a": 1, "a": 1}}]""")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("""{"\ud83d": 1}""")]
    public void A_document_that_cannot_be_read_is_an_error_of_the_template(string json)
    {
        const string Message = "TemplateError: a key is there twice, or a string has half a surrogate pair";

        Assert.Equal(Message, Outcome.Of(JsonNode.Parse(json)).ToString());
        Assert.Equal(Message, Outcome.Of("x", new JsonObject { ["v"] = JsonNode.Parse(json) }).ToString());
    }

    [Fact]
    public void Numbers_in_a_result_can_be_asked_for_as_any_type()
    {
        var number = Outcome.Of(JsonNode.Parse("""{"$eval": "3 * 2"}""")).Result!;

        Assert.Equal((6, 6L, 6.0, 6m), (
            number.GetValue<int>(), number.GetValue<long>(), number.GetValue<double>(), number.GetValue<decimal>()));
    }

    [Fact]
    public void What_is_made_without_operators_is_the_document_itself() =>
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var document = new TemplateMaker(new Random(seed)).Context()["c"];
            return JsonNode.DeepEquals(document, Outcome.Of(document).Result);
        });

    private static string TextOf(JsonNode? value)
    {
        string text = Outcome.Of(new JsonObject { ["$json"] = value }).Result!.GetValue<string>();
        using var read = JsonDocument.Parse(text);
        return text;
    }
}
