using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Yaml;

/// <summary>A sequence.</summary>
public sealed class YamlList(ImmutableArray<YamlNode> items, SourceLocation location) : YamlNode(location)
{
    public ImmutableArray<YamlNode> Items { get; } = items;

    public override string Description => "a list";
}
