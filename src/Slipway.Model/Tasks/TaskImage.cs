using System.Text.Json.Nodes;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>What the definition of an image's task says about the image.</summary>
/// <param name="Name">The image's name; null when the task is none that Slipway or taskgraph made.</param>
/// <param name="Digest">The digest that its routes name; null when they name none, or several.</param>
/// <param name="RouteLevel">
/// The highest level that its routes name: a route needs a scope, so nobody else can have made it.
/// Null when they name none.
/// </param>
public sealed record TaskImage(ImageName? Name, InputsDigest? Digest, Level? RouteLevel)
{
    private const string IndexRoute = "index.";

    /// <summary>The level that it is trusted with: anybody's, when its routes name none.</summary>
    public Level Level => RouteLevel ?? Values.Level.Lowest;

    public static TaskImage Of(JsonObject definition)
    {
        var namespaces = (definition["routes"] as JsonArray ?? [])
            .Select(route => route is JsonValue value && value.TryGetValue(out string? text) ? text : string.Empty)
            .Where(route => route.StartsWith(IndexRoute, StringComparison.Ordinal))
            .Select(route =>
                IndexNamespace.TryParse(route[IndexRoute.Length..], out var ns) ? ns : (IndexNamespace?)null)
            .OfType<IndexNamespace>()
            .ToList();
        int level = namespaces.Select(NamespaceClaims.HighestLevel).DefaultIfEmpty(0).Max();
        var digests = namespaces.SelectMany(ns => NamespaceClaims.Digests(ns)).Distinct().ToList();
        return new TaskImage(
            definition["payload"]?["env"]?[ImageTaskVariables.ImageName] is JsonValue name
            && name.TryGetValue(out string? text)
            && ImageName.TryParse(text, out var image)
                ? image
                : null,
            digests is [var digest] ? digest : null,
            Values.Level.TryParse(level.ToString(System.Globalization.CultureInfo.InvariantCulture), out var known)
                ? known
                : null);
    }
}
