using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.JsonE;
using Slipway.JsonE.Errors;

namespace Slipway.Trust.Verification;

/// <summary>The one place that renders templates.</summary>
internal static class TemplateRenderer
{
    private const string SlugIds = "as_slugid";

    /// <param name="template">A value of YAML or JSON.</param>
    /// <param name="context">The names that the template may use.</param>
    /// <param name="slugIds">The function <c>as_slugid</c>.</param>
    public static JsonNode? Render(JsonNode? template, JsonObject context, Func<string, string> slugIds)
    {
        try
        {
            return JsonETemplate.Render(template, new JsonEContext(context)
            {
                Functions = ImmutableDictionary<string, JsonEFunction>.Empty.Add(
                    SlugIds, arguments => SlugIdOf(arguments, slugIds)),
            });
        }
        catch (JsonEException exception)
        {
            throw new RuleBrokenException($"the template does not render: {exception.Message}", exception);
        }
    }

    private static JsonValue? SlugIdOf(IReadOnlyList<JsonNode?> arguments, Func<string, string> slugIds) =>
        arguments is [JsonValue value] && value.TryGetValue(out string? name)
            ? JsonValue.Create(slugIds(name))
            : throw new RuleBrokenException($"the template calls {SlugIds} with something else than one text");
}
