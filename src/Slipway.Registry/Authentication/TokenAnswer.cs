using System.Text.Json;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Authentication;

/// <summary>
/// Reads the answers of token servers
/// (https://distribution.github.io/distribution/spec/auth/token/#token-response-fields).
/// </summary>
internal static class TokenAnswer
{
    // "For compatibility with older clients, a token should never be returned with less than 60 seconds to live."
    private const int DefaultSeconds = 60;
    private const int MaximumSeconds = 24 * 60 * 60;

    /// <param name="content">The body.</param>
    /// <param name="now">When it was asked for.</param>
    /// <returns>Null when there is no token in it.</returns>
    public static BearerToken? Read(ReadOnlyMemory<byte> content, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(
                content, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || (Text(root, "token") ?? Text(root, "access_token")) is not { } token)
            {
                return null;
            }

            int seconds = root.TryGetProperty("expires_in", out var given)
                && given.ValueKind == JsonValueKind.Number
                && given.TryGetInt32(out int value)
                ? Math.Clamp(value, DefaultSeconds, MaximumSeconds)
                : DefaultSeconds;
            // A server whose clock is ahead does not make its tokens live longer.
            var issued = DateTimeOffset.TryParse(Text(root, "issued_at"), out var at) && at < now ? at : now;
            return new BearerToken(token, issued.AddSeconds(seconds));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // What has other characters than visible ones cannot be a header's value.
    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= RegistryLimits.Token } text
        && text.All(c => c is > ' ' and <= '~')
            ? text
            : null;
}

/// <summary>A token of a token server. Prints as nothing.</summary>
/// <param name="value">What is shown to the registry.</param>
/// <param name="expires">When it has to be another one.</param>
internal sealed class BearerToken(string value, DateTimeOffset expires)
{
    public string Value { get; } = value;

    public DateTimeOffset Expires { get; } = expires;
}
