using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Core.Yaml;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Dialects.Gecko;

/// <summary>
/// Takes values out of a task as gecko's schemas do: a key that they do not have is refused, and so is a value of
/// another type.
/// </summary>
/// <param name="who">Whose task it is, for messages.</param>
/// <param name="problems">Gets what gecko refuses.</param>
internal sealed class GeckoValues(string who, DiagnosticBag problems)
{
    /// <summary>Refuses the keys that are not known.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="known">The keys that it may have.</param>
    /// <param name="what">What it is: <c>an image</c>.</param>
    public void CheckKeys(YamlMap map, FrozenSet<string> known, string what)
    {
        foreach (var (key, _) in map.Entries.Where(entry => !known.Contains(entry.Key.Text)))
        {
            string? nearest = Suggestion.For(key.Text, known.Order(StringComparer.Ordinal));
            Refuse(
                $"{who} has the key {key.Description}, which gecko does not know of {what}",
                nearest is null ? "Remove it." : $"Did you mean '{nearest}'?",
                key);
        }
    }

    /// <summary>The text of a key; null when it is not there, or was refused.</summary>
    public YamlScalar? Text(YamlMap map, string key, bool isRequired = false)
    {
        if (Find(map, key, isRequired) is not { } node)
        {
            return null;
        }

        if (node is YamlScalar scalar && PythonScalar.IsText(scalar))
        {
            return scalar;
        }

        Refuse(
            $"'{key}' of {who} is {node.Description}, which is no text for Python",
            node is YamlScalar ? "Put the value in quotes." : "Write a single value.",
            node);
        return null;
    }

    /// <summary>The texts of a list; null when it is not there, or was refused.</summary>
    public ImmutableArray<YamlScalar>? Texts(YamlMap map, string key)
    {
        if (Find(map, key, isRequired: false) is not { } node)
        {
            return null;
        }

        if (node is YamlList list && list.Items.All(item => item is YamlScalar text && PythonScalar.IsText(text)))
        {
            return [.. list.Items.Cast<YamlScalar>()];
        }

        Refuse(
            $"'{key}' of {who} is {node.Description}{(node is YamlList ? " with something that is no text" : "")}",
            "Write a list of texts, such as [one, another].",
            node);
        return null;
    }

    /// <summary>A mapping; null when it is not there, or was refused.</summary>
    public YamlMap? Map(YamlMap map, string key, bool isRequired = false)
    {
        if (Find(map, key, isRequired) is not { } node)
        {
            return null;
        }

        if (node is YamlMap below)
        {
            return below;
        }

        Refuse($"'{key}' of {who} is {node.Description}", "Write a mapping: 'key: value' lines below it.", node);
        return null;
    }

    /// <summary>A truth value; null when it is not there, or was refused.</summary>
    public bool? Boolean(YamlMap map, string key)
    {
        if (Find(map, key, isRequired: false) is not { } node)
        {
            return null;
        }

        if (PythonScalar.ToBoolean(node) is not { } value)
        {
            Refuse($"'{key}' of {who} is {node.Description}", "Write true or false.", node);
            return null;
        }

        return value;
    }

    public void Refuse(string message, string remedy, YamlNode place) =>
        problems.Add(new Diagnostic(GeckoCodes.TaskRefused, message, remedy, place.Location));

    private YamlNode? Find(YamlMap map, string key, bool isRequired)
    {
        var node = map.Find(key);
        if (node is null && isRequired)
        {
            Refuse($"{who} has no '{key}', which gecko requires", $"Add '{Display.Text(key)}'.", map);
        }

        return node;
    }
}
