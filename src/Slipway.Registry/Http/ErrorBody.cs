using System.Text.Json;
using Slipway.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>
/// The errors that a registry lists
/// (https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#error-codes).
/// </summary>
internal static class ErrorBody
{
    /// <param name="secrets">What it may not make us print.</param>
    /// <returns>" (CODE: message; …)" for people, bounded and without control characters;
    /// empty when nothing is listed.</returns>
    public static string Describe(ReadOnlyMemory<byte> body, KnownSecrets secrets)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("errors", out var errors)
                || errors.ValueKind != JsonValueKind.Array)
            {
                return string.Empty;
            }

            string[] listed =
            [
                .. errors
                    .EnumerateArray()
                    .Where(error => error.ValueKind == JsonValueKind.Object)
                    .Take(RegistryLimits.QuotedErrors)
                    .Select(error =>
                        string.Join(
                            ": ",
                            new[] { Text(error, "code", secrets), Text(error, "message", secrets) }.OfType<string>()))
                    .Where(text => text.Length > 0),
            ];
            return listed.Length > 0 ? $" ({string.Join("; ", listed)})" : string.Empty;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A proxy's page, mostly: the status says enough.
            return string.Empty;
        }
    }

    private static string? Text(JsonElement error, string name, KnownSecrets secrets) =>
        error.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? secrets.Explanation(text)
            : null;
}
