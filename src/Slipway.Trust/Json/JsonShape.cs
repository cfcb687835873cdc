using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Trust.Json;

/// <summary>
/// Questions to values whose shape nobody vouches for: a wrong shape is an answer, never an exception.
/// </summary>
public static class JsonShape
{
    /// <summary>The value behind names of members; null when one of them is not there.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            node = node is JsonObject map && map.TryGetPropertyValue(name, out var member) ? member : null;
        }

        return node;
    }

    /// <summary>Whether a member is there, if only with null.</summary>
    public static bool Has(this JsonNode? node, string name) => node is JsonObject map && map.ContainsKey(name);

    public static string? Text(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>The text behind names of members; null when there is none.</summary>
    public static string? TextAt(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path).Text();

    /// <summary>The point in time behind a name, in UTC as the Queue writes it; null when there is none.</summary>
    public static DateTimeOffset? TimeAt(this JsonNode? node, string name) =>
        DateTimeOffset.TryParse(
            node.TextAt(name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : null;

    /// <summary>The members; none when it is no object.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(this JsonNode? node) => node as JsonObject ?? [];

    /// <summary>The items; none when it is no list.</summary>
    public static IEnumerable<JsonNode?> Items(this JsonNode? node) => node as JsonArray ?? [];

    /// <summary>The items that are texts; none when it is no list.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node) =>
        node.Items().Select(static item => item.Text()).OfType<string>();

    /// <summary>A whole number; null when it is none.</summary>
    public static long? Whole(this JsonNode? node) =>
        node is JsonValue value
        && value.GetValueKind() == JsonValueKind.Number
        && JsonNumber.Parse(value).TryWhole(out long number)
            ? number
            : null;

    /// <summary>Whether Python takes it for true: neither null, false, zero nor empty.</summary>
    public static bool IsTruthy(this JsonNode? node) => node switch
    {
        null => false,
        JsonObject map => map.Count > 0,
        JsonArray list => list.Count > 0,
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.False or JsonValueKind.Null => false,
            JsonValueKind.String => value.Text() is { Length: > 0 },
            JsonValueKind.Number => !JsonNumber.Parse(value).IsZero,
            _ => true,
        },
        _ => true,
    };

    /// <summary>The value in one short line, for a message.</summary>
    public static string Short(this JsonNode? node)
    {
        const int Most = 120;
        string text = node is null ? "null" : node.Plain();
        return text.Length <= Most ? text : $"{text[..Most]}…";
    }

    /// <summary>The value as JSON in which nothing is escaped that need not be.</summary>
    public static string Quoted(this JsonValue value) => value.Plain();

    /// <summary>The same of any value, on one line.</summary>
    public static string Plain(this JsonNode node) => node.ToJsonString(Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
