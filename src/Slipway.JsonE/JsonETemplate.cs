using System.Text.Json.Nodes;
using Slipway.JsonE.Builtins;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Json;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Rendering;
using Slipway.JsonE.Text;
using Slipway.JsonE.Times;
using Slipway.JsonE.Values;

namespace Slipway.JsonE;

/// <summary>Templates in JSON-e (https://json-e.js.org), the language of <c>.taskcluster.yml</c>.</summary>
/// <remarks>
/// <para>
/// What a template gives depends on what is handed in and on nothing else: no clock, no files. Neither the template
/// nor the context is changed. What is not bounded by the language is bounded by <see cref="JsonELimits"/>.
/// </para>
/// <para>
/// Numbers are doubles, as in the implementation that Taskcluster's services use: whole numbers are exact up to 2^53,
/// and are written without a point below 1e21. What JSON has no number for (not a number, infinity) becomes null.
/// </para>
/// </remarks>
public static class JsonETemplate
{
    /// <summary>Renders a template that sees nothing but variables; see <see cref="JsonEContext"/>.</summary>
    /// <inheritdoc cref="Render(JsonNode, JsonEContext, JsonELimits, CancellationToken)"/>
    public static JsonNode? Render(
        JsonNode? template,
        JsonObject context,
        JsonELimits? limits = null,
        CancellationToken cancellationToken = default) =>
        Render(template, new JsonEContext(context), limits, cancellationToken);

    /// <summary>Renders a template.</summary>
    /// <param name="template">What a JSON document has. It is not changed.</param>
    /// <param name="context">What the template can see. It is not changed.</param>
    /// <param name="limits">What rendering may take; <see cref="JsonELimits.Default"/> without.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>A document of its own; null for JSON's null, and for nothing at all.</returns>
    /// <exception cref="JsonEException">The template cannot be rendered, or not within the limits.</exception>
    public static JsonNode? Render(
        JsonNode? template,
        JsonEContext context,
        JsonELimits? limits = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var budget = new Budget(limits ?? JsonELimits.Default, cancellationToken);
        double? now = context.Now?.ToUnixTimeMilliseconds();
        var renderer = new Renderer(budget, now);
        try
        {
            var result = renderer.Render(JsonReading.Read(template, budget), ScopeOf(context, now, budget));
            return result == ObjectValue.Nothing ? null : JsonWriting.Write(result, budget);
        }
        catch (JsonEException error)
        {
            throw new JsonEException(error.Kind, error.Detail, renderer.Location);
        }
    }

    private static Scope ScopeOf(JsonEContext context, double? now, Budget budget)
    {
        var values = ((ObjectValue)JsonReading.Read(context.Variables, budget)).Members
            .ToDictionary(StringComparer.Ordinal);
        foreach (var (name, function) in context.Functions)
        {
            values.Add(name, new FunctionValue((arguments, _) =>
                JsonReading.Read(function([.. arguments.Select(one => JsonWriting.Write(one, budget))]), budget)));
        }

        if (!values.Keys.All(Names.IsName))
        {
            throw Error.Template($"top level keys of context must follow {Names.Rule}");
        }

        if (now is { } time)
        {
            values.TryAdd(FromNow.Variable, new StringValue(Timestamps.Write(time)!));
        }

        return new Scope(outer: null, BuiltinFunctions.All(budget, now)).With(values);
    }
}
