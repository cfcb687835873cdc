using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Core.Yaml;

/// <summary>A value of a YAML file, and where it stands.</summary>
public abstract class YamlNode(SourceLocation location)
{
    public SourceLocation Location { get; } = location;

    /// <summary>What it is, for a message.</summary>
    public abstract string Description { get; }
}

/// <summary>A single value. Its text is never interpreted: <c>1.10</c> stays <c>1.10</c>.</summary>
public sealed class YamlScalar(string text, bool isPlain, Range range, SourceLocation location) : YamlNode(location)
{
    public string Text { get; } = text;

    /// <summary>Whether it is written without quotes and without a tag, so that its form may say what it is.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>Where it stands in the text, with its anchor, tag and quotes, in UTF-16 units.</summary>
    public Range Range { get; } = range;

    /// <summary>Whether it is one of YAML's ways to write nothing.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Description => IsNull ? "nothing" : $"'{Display.Text(Text)}'";
}

/// <summary>A sequence.</summary>
public sealed class YamlList(ImmutableArray<YamlNode> items, SourceLocation location) : YamlNode(location)
{
    public ImmutableArray<YamlNode> Items { get; } = items;

    public override string Description => "a list";
}

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

/// <summary>A key and its value.</summary>
public readonly record struct YamlEntry(YamlScalar Key, YamlNode Value);
