using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Puts tasks over the defaults of their kind.</summary>
/// <remarks>
/// The rules of <c>taskgraph/util/templates.py</c>: mappings are merged key by key, lists are joined, everything else
/// is replaced; a mapping whose only key begins with <c>by-</c> is a choice and replaced too.
/// </remarks>
internal sealed class TaskMerge
{
    // Far above any use; aliases inside of aliases could otherwise make a small file grow without end.
    private const int MaximumCopies = 1_000_000;

    private int _copied;

    /// <summary>A copy of <paramref name="defaults"/> with <paramref name="task"/> over it.</summary>
    /// <exception cref="SlipwayException">The file would grow beyond measure.</exception>
    public YamlMap Over(YamlMap defaults, YamlMap task)
    {
        Count(defaults.Entries.Length + task.Entries.Length, task);
        var own = task.Entries.ToDictionary(entry => entry.Key.Text, StringComparer.Ordinal);
        var result = new List<YamlEntry>();
        foreach (var entry in defaults.Entries)
        {
            result.Add(own.Remove(entry.Key.Text, out var over)
                ? new YamlEntry(over.Key, Merge(entry.Value, over.Value))
                : new YamlEntry(entry.Key, Copy(entry.Value)));
        }

        result.AddRange(task.Entries.Where(entry => own.ContainsKey(entry.Key.Text)));
        return new YamlMap([.. result], task.Location);
    }

    private YamlNode Merge(YamlNode below, YamlNode above)
    {
        switch (below, above)
        {
            case (YamlMap defaults, YamlMap map) when !IsChoice(map):
                return Over(defaults, map);
            case (YamlList defaults, YamlList list):
                Count(defaults.Items.Length + list.Items.Length, list);
                return new YamlList([.. defaults.Items, .. list.Items], list.Location);
            default:
                return above;
        }
    }

    private static bool IsChoice(YamlMap map) =>
        map.Entries is [{ Key.Text: var key }] && key.StartsWith("by-", StringComparison.Ordinal);

    // taskgraph copies the defaults for every task, so what one task does to them is not seen by the next.
    private static YamlNode Copy(YamlNode node) => node is YamlMap map ? new YamlMap(map.Entries, map.Location) : node;

    private void Count(int entries, YamlNode place)
    {
        _copied += entries;
        if (_copied > MaximumCopies)
        {
            throw new SlipwayException(new Diagnostic(
                ConfigurationCodes.TooLarge,
                $"The defaults of the tasks copy more than {MaximumCopies} values",
                "Write the values out where they are needed.",
                place.Location));
        }
    }
}
