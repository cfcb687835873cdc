using System.Text.Json.Nodes;

namespace Slipway.JsonE.Tests.Support;

/// <summary>What comes of a template: a document or an error.</summary>
internal sealed record Outcome(JsonNode? Result, JsonEException? Error)
{
    /// <summary>Renders; whatever is thrown that is not the language's goes on.</summary>
    public static Outcome Of(
        JsonNode? template, JsonObject? context = null, DateTimeOffset? now = null, JsonELimits? limits = null) =>
        Of(template, new JsonEContext(context ?? []) { Now = now }, limits);

    public static Outcome Of(JsonNode? template, JsonEContext context, JsonELimits? limits = null)
    {
        try
        {
            return new Outcome(
                JsonETemplate.Render(template, context, limits, TestContext.Current.CancellationToken), null);
        }
        catch (JsonEException error)
        {
            return new Outcome(null, error);
        }
    }

    public override string ToString() => Error?.Message ?? Result?.ToJsonString() ?? "null";
}
