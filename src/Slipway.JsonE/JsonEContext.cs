using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Slipway.JsonE;

/// <summary>What a template can see.</summary>
/// <param name="Variables">Values by name. They hide functions of the language that are called so.</param>
public sealed record JsonEContext(JsonObject Variables)
{
    /// <summary>The variable <c>now</c>, and the time that spans are counted from, unless a variable says it.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>
    /// Functions by name, such as the <c>as_slugid</c> that Taskcluster gives to templates. A function may not have the
    /// name of a variable. What they throw comes out of the rendering.
    /// </summary>
    public ImmutableDictionary<string, JsonEFunction> Functions { get; init; } =
        ImmutableDictionary<string, JsonEFunction>.Empty;
}

/// <summary>A function that a context adds to those of the language.</summary>
/// <param name="arguments">However many there are, documents of their own each.</param>
/// <returns>The value of the call. It is read, and not kept.</returns>
public delegate JsonNode? JsonEFunction(IReadOnlyList<JsonNode?> arguments);
