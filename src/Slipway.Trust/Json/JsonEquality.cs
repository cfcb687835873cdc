using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Trust.Json;

/// <summary>
/// When two JSON values are the same: numbers by value, lists in order, objects whatever their order.
/// </summary>
internal static class JsonEquality
{
    public static bool Same(JsonNode? left, JsonNode? right) => Difference(left, right) is null;

    /// <summary>The place of the first difference, such as <c>payload.env.HASH</c>; null when there is none.</summary>
    public static string? Difference(JsonNode? left, JsonNode? right) => Difference(left, right, string.Empty);

    private static string? Difference(JsonNode? left, JsonNode? right, string place)
    {
        switch (left, right)
        {
            case (null, null):
                return null;
            case (JsonObject a, JsonObject b):
                foreach (var (name, value) in a)
                {
                    string at = place.Length == 0 ? name : $"{place}.{name}";
                    if (!b.TryGetPropertyValue(name, out var other))
                    {
                        return at;
                    }

                    if (Difference(value, other, at) is { } difference)
                    {
                        return difference;
                    }
                }

                return b.Select(member => member.Key).FirstOrDefault(name => !a.ContainsKey(name)) is { } more
                    ? place.Length == 0 ? more : $"{place}.{more}"
                    : null;
            case (JsonArray a, JsonArray b):
                for (int i = 0; i < Math.Min(a.Count, b.Count); i++)
                {
                    if (Difference(a[i], b[i], $"{place}[{i}]") is { } difference)
                    {
                        return difference;
                    }
                }

                return a.Count == b.Count ? null : $"{place}[{Math.Min(a.Count, b.Count)}]";
            case (JsonValue a, JsonValue b):
                return SameValue(a, b) ? null : place;
            default:
                return place;
        }
    }

    private static bool SameValue(JsonValue left, JsonValue right) =>
        left.GetValueKind() == right.GetValueKind()
        && left.GetValueKind() switch
        {
            JsonValueKind.Number => JsonNumber.Parse(left) == JsonNumber.Parse(right),
            JsonValueKind.String => left.GetValue<string>() == right.GetValue<string>(),
            _ => true,
        };
}
