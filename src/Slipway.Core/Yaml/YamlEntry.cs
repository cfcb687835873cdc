namespace Slipway.Core.Yaml;

/// <summary>A key and its value.</summary>
public readonly record struct YamlEntry(YamlScalar Key, YamlNode Value);
