using System.Text.Json;
using Slipway.Model.Text;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>Reads which scopes are missing out of the message of <c>InsufficientScopes</c>.</summary>
/// <remarks>
/// It names them in a block between lines of three backticks, as one scope or as a scope expression in JSON: see
/// https://github.com/taskcluster/taskcluster/blob/v106.0.0/libraries/api/src/middleware/auth.js, <c>req.authorize</c>.
/// </remarks>
internal static class ScopeMessage
{
    private const string Fence = "```";

    /// <returns>Such as <c>queue:get-task:abc</c>, or with "and" and "or" for more;
    /// null when the message names none.</returns>
    public static string? Read(string message)
    {
        int start = message.IndexOf(Fence, StringComparison.Ordinal);
        int end = start < 0 ? -1 : message.IndexOf(Fence, start + Fence.Length, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        string block = message[(start + Fence.Length)..end].Trim();
        return block.Length > 0 ? Display.Line(Display.Clip(Describe(block), TaskclusterLimits.Quoted)) : null;
    }

    private static string Describe(string block)
    {
        try
        {
            using var document = JsonDocument.Parse(block);
            return Expression(document.RootElement, isInner: false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A single scope is not quoted.
            return string.Join(' ', block.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static string Expression(JsonElement expression, bool isInner) => expression.ValueKind switch
    {
        JsonValueKind.String => expression.GetString()!,
        JsonValueKind.Object when expression.TryGetProperty("AllOf", out var all) => Join(all, " and ", isInner),
        JsonValueKind.Object when expression.TryGetProperty("AnyOf", out var any) => Join(any, " or ", isInner),
        JsonValueKind.Array => Join(expression, " and ", isInner),
        _ => expression.GetRawText(),
    };

    private static string Join(JsonElement expressions, string word, bool isInner)
    {
        string[] parts = [.. expressions.EnumerateArray().Select(part => Expression(part, isInner: true))];
        string joined = string.Join(word, parts);
        return isInner && parts.Length > 1 ? $"({joined})" : joined;
    }
}
