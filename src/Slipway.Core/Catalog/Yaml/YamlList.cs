using System.Collections.Immutable;
using Slipway.Core.Diagnostics;

namespace Slipway.Core.Catalog.Yaml;

/// <summary>A sequence.</summary>
internal sealed class YamlList(ImmutableArray<YamlNode> items, SourceLocation location) : YamlNode(location)
{
    public ImmutableArray<YamlNode> Items { get; } = items;

    public override string Description => "a list";
}
