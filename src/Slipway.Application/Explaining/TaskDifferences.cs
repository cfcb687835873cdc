using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>What two builds that tasks were differ in, as far as their definitions tell.</summary>
internal static class TaskDifferences
{
    /// <summary>In short, for one line; never empty.</summary>
    public static string InShort(TaskBuild before, TaskBuild after)
    {
        var differences = Between(before, after);
        return differences.IsEmpty
            ? $"inputs changed that the tasks do not tell, before {before.Digest!.Value.Short}"
            : string.Join(", ", differences);
    }

    private static ImmutableArray<string> Between(TaskBuild before, TaskBuild after)
    {
        var differences = ImmutableArray.CreateBuilder<string>();
        if (before.ContextHash != after.ContextHash)
        {
            differences.Add("context changed");
        }

        differences.AddRange(
            Names(before.Arguments, after.Arguments).Select(name => $"argument {Display.Text(name)} changed"));
        foreach (string name in Names(before.Parents, after.Parents))
        {
            bool areKnown = before.ParentDigests.TryGetValue(name, out var old)
                & after.ParentDigests.TryGetValue(name, out var current);
            if (!areKnown || old != current)
            {
                string shown = Display.Text(name);
                differences.Add(areKnown ? $"parent {shown} changed" : $"parent {shown} is of another task");
            }
        }

        if (before.Builder != after.Builder)
        {
            differences.Add("builder changed");
        }

        if (before.Platform != after.Platform)
        {
            differences.Add("platform changed");
        }

        return differences.DrainToImmutable();
    }

    private static IEnumerable<string> Names(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        before.Keys
            .Union(after.Keys)
            .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
            .Order(StringComparer.Ordinal);
}
