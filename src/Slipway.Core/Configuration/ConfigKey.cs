using System.Collections.Immutable;
using Slipway.Core.Yaml;

namespace Slipway.Core.Configuration;

/// <summary>A key that one level of <c>slipway.yml</c> knows.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Read">Takes over the value, or reports what is wrong with it.</param>
/// <typeparam name="TDraft">What the level fills in.</typeparam>
public sealed record ConfigKey<TDraft>(string Name, Action<ConfigValues, YamlNode, TDraft> Read)
{
    /// <summary>The only values it takes; empty for any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];
}
