using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Takes values out of taskgraph's files, which have many keys that are of no concern here.</summary>
internal sealed class TaskgraphValues(DiagnosticBag problems)
{
    /// <summary>The value of a key; null when it is not there or nothing.</summary>
    public static YamlNode? Find(YamlMap map, string key) =>
        map.Entries.FirstOrDefault(entry => entry.Key.Text == key).Value
            is { } value
                and not YamlScalar { IsNull: true }
            ? value
            : null;

    /// <summary>The mapping below a key; null when there is none.</summary>
    public YamlMap? Map(YamlMap map, string key, Severity severity)
    {
        if (Find(map, key) is not { } node)
        {
            return null;
        }

        if (node is not YamlMap below)
        {
            Report(
                $"'{key}' is {node.Description}",
                "taskgraph reads a mapping there: 'key: value' lines, indented below it.",
                node,
                severity);
            return null;
        }

        return below;
    }

    /// <summary>The text of a key; null when it is not there.</summary>
    public YamlScalar? Text(YamlMap map, string key, Severity severity)
    {
        if (Find(map, key) is not { } node)
        {
            return null;
        }

        if (node is not YamlScalar scalar)
        {
            Report($"'{key}' is {node.Description}", "Write a single value, as taskgraph reads it.", node, severity);
            return null;
        }

        return scalar;
    }

    /// <summary>The truth value of a key; null when it is not there.</summary>
    public bool? Boolean(YamlMap map, string key)
    {
        if (Find(map, key) is not { } node)
        {
            return null;
        }

        if (PythonScalar.ToBoolean(node) is not { } value)
        {
            Report($"'{key}' is {node.Description}", "Write true or false.", node, Severity.Error);
            return null;
        }

        return value;
    }

    /// <summary>
    /// A text that may depend on the level or the project; only tasks need it, so what is wrong is a warning.
    /// </summary>
    /// <param name="map">Where the key stands.</param>
    /// <param name="key">The key.</param>
    /// <param name="knowsReleases">Whether it may depend on the release level, too.</param>
    public KeyedText? Keyed(YamlMap map, string key, bool knowsReleases = false) => Find(map, key) is { } node
        ? new KeyedTextReader(
            scalar => scalar.Text,
            wrong => Report(
                $"'{key}' is {wrong.Description}, and neither a text nor a choice by-level or by-project",
                "Tasks are made without it; say it below 'taskcluster:' in slipway.yml.",
                wrong,
                Severity.Warning),
            knowsReleases).Read(node)
        : null;

    public void Report(string message, string remedy, YamlNode place, Severity severity) =>
        problems.Add(new Diagnostic(TaskgraphCodes.ConfigInvalid, message, remedy, place.Location, severity));
}
