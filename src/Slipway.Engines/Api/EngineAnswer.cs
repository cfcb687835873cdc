using System.Text.Json;

namespace Slipway.Engines.Api;

/// <summary>Reads the JSON values that an engine streams while it works.</summary>
internal static class EngineAnswer
{
    /// <summary>The text of the first error among the values, or null when all is well.</summary>
    /// <param name="answer">Values like <c>{"stream":…}</c> and <c>{"errorDetail":{"message":…},"error":…}</c>.</param>
    public static string? FindError(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                using var value = JsonDocument.ParseValue(ref reader);
                if (ErrorOf(value.RootElement) is { } error)
                {
                    return error;
                }
            }
        }
        catch (JsonException)
        {
            return "its answer is cut off or is not JSON";
        }

        return null;
    }

    private static string? ErrorOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (value.TryGetProperty("errorDetail", out var detail)
            && detail.ValueKind == JsonValueKind.Object
            && detail.TryGetProperty("message", out var message))
        {
            return message.GetString();
        }

        // Podman sends {"error": …} alone, and both send {"message": …} with an error's status.
        return value.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
            ? error.GetString()
            : null;
    }
}
