using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Yaml;

/// <summary>A mapping, its merge keys carried out. Each key is there once.</summary>
public sealed class YamlMap(ImmutableArray<YamlEntry> entries, bool isFlow, Range range, SourceLocation location)
    : YamlNode(location)
{
    /// <summary>A mapping that was put together from others, and stands nowhere as a whole.</summary>
    public YamlMap(ImmutableArray<YamlEntry> entries, SourceLocation location)
        : this(entries, isFlow: false, default, location)
    {
    }

    public ImmutableArray<YamlEntry> Entries { get; } = entries;

    /// <summary>Whether it is written with braces.</summary>
    public bool IsFlow { get; } = isFlow;

    /// <summary>
    /// Where it stands in the text, with its anchor and tag, up to the end of its last value, in UTF-16 units.
    /// </summary>
    public Range Range { get; } = range;

    public override string Description => "a mapping";

    /// <summary>The value of a key; null when it is not there.</summary>
    public YamlNode? Find(string key) =>
        Entries.Where(entry => entry.Key.Text == key).Select(entry => entry.Value).FirstOrDefault();
}
