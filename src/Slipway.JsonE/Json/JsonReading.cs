using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Json;

/// <summary>JSON as values of the language.</summary>
internal static class JsonReading
{
    /// <exception cref="JsonEException">It is deeper or larger than is allowed, or cannot be read.</exception>
    public static Value Read(JsonNode? node, Budget budget)
    {
        try
        {
            return ReadNode(node, budget);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // What is parsed lazily is looked at here for the first time.
            throw Error.Template("a key is there twice, or a string has half a surrogate pair");
        }
    }

    private static Value ReadNode(JsonNode? node, Budget budget)
    {
        using var level = budget.Deeper();
        budget.Step();
        switch (node)
        {
            case null:
                return Value.Null;
            case JsonArray array:
                var items = ImmutableArray.CreateBuilder<Value>(array.Count);
                foreach (var item in array)
                {
                    items.Add(ReadNode(item, budget));
                }

                return new ArrayValue(items.MoveToImmutable());
            case JsonObject members:
                var read = ObjectValue.NewMembers();
                foreach (var (key, value) in members)
                {
                    read.Add(key, ReadNode(value, budget));
                }

                return new ObjectValue(read);
            default:
                return ReadSingle((JsonValue)node);
        }
    }

    private static Value ReadSingle(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.Null => Value.Null,
        JsonValueKind.Number => new NumberValue(
            value.TryGetValue(out double number) ? number : NumberText.ParseDecimal(value.ToJsonString())),
        // Dates and the like are strings in JSON, and something else in memory.
        _ => new StringValue(
            value.TryGetValue(out string? text) ? text : JsonNode.Parse(value.ToJsonString())!.GetValue<string>()),
    };
}
