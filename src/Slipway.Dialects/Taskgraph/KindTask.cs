using Slipway.Core.Yaml;

namespace Slipway.Dialects.Taskgraph;

/// <summary>A task of a kind, its defaults put in.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Keys">What it says.</param>
internal sealed record KindTask(YamlScalar Name, YamlMap Keys);
