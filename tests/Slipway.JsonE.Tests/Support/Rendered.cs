using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.JsonE.Tests.Support;

/// <summary>Renders what is written as JSON: what comes of it as JSON, or the message of the error.</summary>
internal static class Rendered
{
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value of each type under names that the tests know, and a time.</summary>
    public static JsonObject Context => (JsonObject)JsonNode.Parse(
        """
        {"n": 5, "half": 0.5, "s": "abc", "t": true, "f": false, "nil": null, "list": [1, 2, 3], "none": [],
         "o": {"b": 2, "a": 1}, "empty": {}, "now": "2017-01-19T16:27:20.974Z"}
        """)!;

    public static string Of(string template, JsonObject? context = null)
    {
        var outcome = Outcome.Of(JsonNode.Parse(template), context ?? Context);
        return outcome.Error?.Message ?? outcome.Result?.ToJsonString(Readable) ?? "null";
    }

    public static string Expression(string expression) =>
        Of(new JsonObject { ["$eval"] = expression }.ToJsonString());
}
