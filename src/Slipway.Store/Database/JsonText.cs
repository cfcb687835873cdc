using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Slipway.Store.Database;

/// <summary>The JSON that columns hold and that queries take.</summary>
internal static class JsonText
{
    public static string Array(IEnumerable<string> values) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    });

    public static string Object(IEnumerable<KeyValuePair<string, string>> pairs) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in pairs)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    });

    public static ImmutableSortedDictionary<string, string> ParseObject(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateObject().ToImmutableSortedDictionary(
            property => property.Name, property => property.Value.GetString() ?? string.Empty, StringComparer.Ordinal);
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
