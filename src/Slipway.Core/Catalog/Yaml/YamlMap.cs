using System.Collections.Immutable;
using Slipway.Core.Diagnostics;

namespace Slipway.Core.Catalog.Yaml;

/// <summary>A mapping, its merge keys carried out. Each key is there once.</summary>
internal sealed class YamlMap(ImmutableArray<YamlEntry> entries, SourceLocation location) : YamlNode(location)
{
    public ImmutableArray<YamlEntry> Entries { get; } = entries;

    public override string Description => "a mapping";
}
