using Slipway.Model.Diagnostics;

namespace Slipway.Core.Yaml;

/// <summary>A value of a YAML file, and where it stands.</summary>
public abstract class YamlNode(SourceLocation location)
{
    public SourceLocation Location { get; } = location;

    /// <summary>What it is, for a message.</summary>
    public abstract string Description { get; }
}
