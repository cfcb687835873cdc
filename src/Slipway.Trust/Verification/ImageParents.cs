using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Trust.Json;

namespace Slipway.Trust.Verification;

/// <summary>
/// The tasks whose images an image was built on: one in the variable that taskgraph has for it, and all of them in
/// that of Slipway's own decisions, a JSON object of task ids by the names of images.
/// </summary>
internal static class ImageParents
{
    private const string One = ImageTaskVariables.ParentTask;
    private const string All = ImageTaskVariables.Parents;

    /// <summary>Those that can be understood.</summary>
    public static IEnumerable<string> Of(ChainLink link) => Named(link)
        .Select(parent => parent.Value.Text())
        .Prepend(link.Environment.TextAt(One))
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);

    /// <summary>Whether <c>$DOCKER_IMAGE_PARENT</c> stands for the image of a task.</summary>
    public static bool HasOne(ChainLink link) => link.Environment.TextAt(One) is not null;

    /// <summary>What the Dockerfile calls those that have a name.</summary>
    public static IEnumerable<string> Names(ChainLink link) => Named(link)
        .Where(parent => parent.Value.Text() is not null)
        .Select(parent => parent.Key);

    /// <summary>All of them.</summary>
    /// <exception cref="RuleBrokenException">A variable names something else than tasks.</exception>
    public static IEnumerable<string> Require(ChainLink link)
    {
        if (link.Environment.Has(One) && link.Environment.TextAt(One) is null)
        {
            throw new RuleBrokenException($"{One} names no task");
        }

        if (link.Environment.Has(All)
            && (link.Environment.TextAt(All) is not { } text
                || StrictJson.Read(text) is not { IsPlain: true, Value: JsonObject parents }
                || parents.Any(parent => parent.Value.Text() is null)))
        {
            throw new RuleBrokenException($"{All} is no JSON object of tasks");
        }

        return Of(link);
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Named(ChainLink link) =>
        link.Environment.TextAt(All) is { } text ? StrictJson.Read(text).Value.Members() : [];
}
