using Slipway.Core.Diagnostics;

namespace Slipway.Core.Catalog.Yaml;

/// <summary>A single value. Its text is never interpreted: <c>1.10</c> stays <c>1.10</c>.</summary>
internal sealed class YamlScalar(string text, bool isPlain, SourceLocation location) : YamlNode(location)
{
    public string Text { get; } = text;

    /// <summary>Whether it is written without quotes.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>Whether it is one of YAML's ways to write nothing.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Description => IsNull ? "nothing" : $"'{Display.Text(Text)}'";
}
