using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Slipway.Model.Diagnostics;

namespace Slipway.Taskcluster.Http;

/// <summary>An object in an answer, whose members are of the types that they should be or an error.</summary>
/// <param name="json">The object.</param>
internal sealed class AnswerFields(ApiCall call, JsonElement json)
{
    public JsonElement Json => json;

    /// <summary>A member that is a text.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Wrong(name, "a text");

    /// <summary>A member that is a text; null when it is not there.</summary>
    public string? OptionalText(string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, "a text");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            throw Wrong(name, "a text");
        }
    }

    /// <summary>A member that is a time.</summary>
    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParse(
            Text(name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : throw Wrong(name, "a time");

    /// <summary>A member that is a whole number; a fraction is cut off.</summary>
    public long Number(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.TryGetInt64(out long number) ? number : Whole(value.GetDouble())
            : throw Wrong(name, "a number");

    /// <summary>A member that is an object.</summary>
    public AnswerFields Object(string name) => OptionalObject(name) ?? throw Wrong(name, "an object");

    /// <summary>A member that is an object; null when it is not there.</summary>
    public AnswerFields? OptionalObject(string name) =>
        !json.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Object ? new AnswerFields(call, value) : throw Wrong(name, "an object");

    /// <summary>Whether there is a member.</summary>
    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>A member that is a list of objects.</summary>
    public IEnumerable<AnswerFields> Objects(string name) =>
        List(name).Select(item => item.ValueKind == JsonValueKind.Object
            ? new AnswerFields(call, item)
            : throw Wrong(name, "a list of objects"));

    /// <summary>A member that is a list of texts.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        try
        {
            return [.. List(name).Select(item => item.GetString() ?? throw Wrong(name, "a list of texts"))];
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "a list of texts");
        }
    }

    /// <summary>All members, which have to be texts.</summary>
    public ImmutableArray<(string Name, string Value)> AllTexts()
    {
        try
        {
            return [.. json.EnumerateObject().Select(member => (member.Name, Text(member.Name)))];
        }
        catch (InvalidOperationException)
        {
            throw ServiceFailures.NotUnderstood(call, "a name in it is not a text");
        }
    }

    /// <summary>A member that has to be something else.</summary>
    public SlipwayException Wrong(string name, string expected) =>
        ServiceFailures.NotUnderstood(call, $"its '{name}' is not {expected}");

    private JsonElement.ArrayEnumerator List(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw Wrong(name, "a list");

    private static long Whole(double number) =>
        number >= long.MaxValue ? long.MaxValue : number <= long.MinValue ? long.MinValue : (long)number;
}
