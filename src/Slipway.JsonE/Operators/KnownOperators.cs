using System.Collections.Frozen;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary>Every operator of the language.</summary>
internal static class KnownOperators
{
    private static readonly FrozenDictionary<string, Func<Operation, Value>> All =
        new Dictionary<string, Func<Operation, Value>>(StringComparer.Ordinal)
        {
            ["$eval"] = Evaluations.Eval,
            ["$json"] = Evaluations.Json,
            ["$fromNow"] = Evaluations.FromNow,
            ["$let"] = Evaluations.Let,
            ["$if"] = Conditions.If,
            ["$match"] = Conditions.Match,
            ["$switch"] = Conditions.Switch,
            ["$map"] = Iterations.Map,
            ["$reduce"] = Iterations.Reduce,
            ["$find"] = Iterations.Find,
            ["$flatten"] = Lists.Flatten,
            ["$flattenDeep"] = Lists.FlattenDeep,
            ["$reverse"] = Lists.Reverse,
            ["$sort"] = Sorting.Sort,
            ["$merge"] = Merging.Merge,
            ["$mergeDeep"] = Merging.MergeDeep,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the operator of an object does; null when the object has none.</summary>
    /// <exception cref="JsonEException">It has more than one.</exception>
    public static (string Name, Func<Operation, Value> Apply)? FindIn(ObjectValue template)
    {
        (string, Func<Operation, Value>)? found = null;
        foreach (string key in template.Keys)
        {
            if (All.TryGetValue(key, out var apply))
            {
                found = found is null ? (key, apply) : throw Errors.Error.Template("only one operator allowed");
            }
        }

        return found;
    }
}
