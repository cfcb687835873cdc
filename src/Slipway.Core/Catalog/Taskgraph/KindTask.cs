using Slipway.Core.Catalog.Yaml;

namespace Slipway.Core.Catalog.Taskgraph;

/// <summary>A task of a kind, its defaults put in.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Keys">What it says.</param>
internal sealed record KindTask(YamlScalar Name, YamlMap Keys);
