using System.Text.Json.Nodes;
using Slipway.Trust.Json;

namespace Slipway.Trust.Verification;

/// <summary>
/// The tasks whose images an image was built on: one in the variable that taskgraph has for it, and all of them in
/// that of Slipway's own decisions, a JSON object of task ids by the names of images.
/// </summary>
internal static class ImageParents
{
    private const string One = "PARENT_TASK_ID";
    private const string All = "SLIPWAY_PARENTS";

    /// <summary>Those that can be understood.</summary>
    public static IEnumerable<string> Of(ChainLink link)
    {
        var parents = link.Environment.TextAt(All) is { } text ? StrictJson.Read(text).Value : null;
        return parents.Members().Select(parent => parent.Value.Text())
            .Prepend(link.Environment.TextAt(One))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>All of them.</summary>
    /// <exception cref="RuleBrokenException">A variable names something else than tasks.</exception>
    public static IEnumerable<string> Require(ChainLink link)
    {
        if (link.Environment.At(One) is not null && link.Environment.TextAt(One) is null)
        {
            throw new RuleBrokenException($"{One} names no task");
        }

        if (link.Environment.At(All) is not null
            && (link.Environment.TextAt(All) is not { } text
                || StrictJson.Read(text) is not { IsPlain: true, Value: JsonObject parents }
                || parents.Any(parent => parent.Value.Text() is null)))
        {
            throw new RuleBrokenException($"{All} is no JSON object of tasks");
        }

        return Of(link);
    }
}
