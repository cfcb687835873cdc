using Slipway.Core.Diagnostics;

namespace Slipway.Core.Catalog.Yaml;

/// <summary>A value of a YAML file, and where it stands.</summary>
internal abstract class YamlNode(SourceLocation location)
{
    public SourceLocation Location { get; } = location;

    /// <summary>What it is, for a message.</summary>
    public abstract string Description { get; }
}
