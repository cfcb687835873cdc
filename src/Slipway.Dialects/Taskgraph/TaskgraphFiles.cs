using Slipway.Core.Configuration;
using Slipway.Core.Trees;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>The YAML files of taskgraph in a tree.</summary>
internal sealed class TaskgraphFiles(TreeFiles files, DiagnosticBag problems)
{
    /// <summary>Whether there is something of that name that may be a file.</summary>
    public bool Exists(RelativePath path) => files.Exists(path);

    /// <summary>The text of a file; null after a report.</summary>
    public string? Text(RelativePath path) =>
        files.Read(path, ConfigReader.MaximumSize) is { } content
            ? YamlText.Decode(content.Span, path.Value, ConfigReader.MaximumSize, problems)
            : null;

    /// <summary>The line of a place in a text.</summary>
    public static SourceLocation LocationOf(RelativePath file, string text, int index) =>
        new(file.Value, text.AsSpan(0, index).Count('\n') + 1);

    /// <returns>An empty mapping for an empty file; null after a report.</returns>
    public YamlMap? Read(RelativePath path)
    {
        if (Text(path) is not { } text || !YamlTreeReader.TryRead(text, path.Value, problems, out var root))
        {
            return null;
        }

        switch (root)
        {
            case null:
                return new YamlMap([], new SourceLocation(path.Value));
            case YamlMap map:
                return map;
            default:
                problems.Add(new Diagnostic(
                    TaskgraphCodes.ConfigInvalid,
                    $"{path} is {root.Description}",
                    "taskgraph reads a mapping there: 'key: value' lines.",
                    root.Location));
                return null;
        }
    }
}
