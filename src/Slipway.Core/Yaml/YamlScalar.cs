using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Core.Yaml;

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
