using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;

namespace Slipway.Taskcluster.Http;

/// <summary>What a service answered, read to its end.</summary>
/// <param name="Status">The status; never one of the server's own failures.</param>
/// <param name="Body">The bytes.</param>
/// <param name="Location">Where it redirects to, as it was sent; null for nowhere.</param>
/// <param name="Date">The server's time; null when it does not say.</param>
internal sealed record ApiAnswer(
    ApiCall Call, HttpStatusCode Status, ReadOnlyMemory<byte> Body, string? Location, DateTimeOffset? Date)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>
    /// Whether what was asked for is not there, or not any more; and not only the way of asking unknown.
    /// </summary>
    public bool IsAbsent => Status is HttpStatusCode.NotFound or HttpStatusCode.Gone && !IsUnknownRoute;

    /// <summary>
    /// Whether the service does not know the method, because it is older: such an answer has no code.
    /// </summary>
    public bool IsUnknownRoute => Status == HttpStatusCode.NotFound && ServiceError.Of(Body).Code is null;

    /// <summary>The answer as an object.</summary>
    /// <exception cref="SlipwayException">It is not one.</exception>
    public AnswerFields Fields()
    {
        try
        {
            using var document = JsonDocument.Parse(Body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new AnswerFields(Call, document.RootElement.Clone())
                : throw ServiceFailures.NotUnderstood(Call, "it is not a JSON object");
        }
        catch (Exception exception) when (IsOfSyntax(exception))
        {
            throw ServiceFailures.NotUnderstood(Call, "it is not JSON");
        }
    }

    /// <summary>The answer as an object that can be changed.</summary>
    /// <exception cref="SlipwayException">It is not one.</exception>
    public JsonObject ToObject()
    {
        try
        {
            return JsonNode.Parse(Body.Span, documentOptions: Strict) as JsonObject
                ?? throw ServiceFailures.NotUnderstood(Call, "it is not a JSON object");
        }
        catch (Exception exception) when (IsOfSyntax(exception))
        {
            throw ServiceFailures.NotUnderstood(Call, "it is not JSON");
        }
    }

    // The second is that of a name with half a surrogate pair, which is met when names are compared.
    private static bool IsOfSyntax(Exception exception) => exception is JsonException or InvalidOperationException;
}
