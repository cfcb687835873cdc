using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>Takes values out of nodes, and reports those that are not what a key needs.</summary>
public sealed class ConfigValues(DiagnosticBag problems)
{
    /// <summary>How many problems were reported, to see whether a part of the file was sound.</summary>
    public int ProblemCount { get; private set; }

    /// <summary>
    /// Reads a part of the file whose problems are collected apart; they count here too, as far as there is a limit.
    /// </summary>
    public void ReadApart(DiagnosticBag own, Action<ConfigValues> read)
    {
        var apart = new ConfigValues(own) { ProblemCount = ProblemCount };
        read(apart);
        ProblemCount = apart.ProblemCount;
    }

    public void Report(DiagnosticCode code, string message, string remedy, SourceLocation location)
    {
        ProblemCount++;
        problems.Add(new Diagnostic(code, message, remedy, location));
    }

    /// <summary>Reads a mapping whose keys are known beforehand.</summary>
    public void ReadKeys<TDraft>(YamlNode node, string what, ImmutableArray<ConfigKey<TDraft>> keys, TDraft draft)
    {
        foreach (var (key, value) in Map(node, what))
        {
            if (keys.FirstOrDefault(known => known.Name == key.Text) is { } known)
            {
                known.Read(this, value, draft);
                continue;
            }

            var names = keys.Select(candidate => candidate.Name);
            Report(
                ConfigurationCodes.UnknownKey,
                $"{what} has no key '{Display.Text(key.Text)}'",
                Nearest(key.Text, names) is { } nearest
                    ? $"Did you mean '{nearest}'?"
                    : $"Remove it; the keys here are {string.Join(", ", names.Order(StringComparer.Ordinal))}.",
                key.Location);
        }
    }

    /// <summary>The entries of a mapping; none for a key without a value.</summary>
    public ImmutableArray<YamlEntry> Map(YamlNode node, string what)
    {
        switch (node)
        {
            case YamlMap map:
                return map.Entries;
            case YamlScalar { IsNull: true }:
                return [];
            default:
                Report(
                    ConfigurationCodes.WrongType,
                    $"{what} is {node.Description}",
                    "Write a mapping: 'key: value' lines, indented below it.",
                    node.Location);
                return [];
        }
    }

    /// <summary>The items of a list of single values; none for a key without a value.</summary>
    public IEnumerable<YamlScalar> TextList(YamlNode node, string what) =>
        List(node, what, "Write a list, such as [one, two].")
            .Select(item => Scalar(item, $"An item of {what}"))
            .OfType<YamlScalar>();

    /// <summary>The items of a list; none for a key without a value.</summary>
    public IReadOnlyList<YamlNode> List(YamlNode node, string what, string remedy)
    {
        switch (node)
        {
            case YamlList list:
                return list.Items;
            case YamlScalar { IsNull: true }:
                return [];
            default:
                Report(ConfigurationCodes.WrongType, $"{what} is {node.Description}", remedy, node.Location);
                return [];
        }
    }

    /// <summary>A whole number within bounds.</summary>
    public int? Number(YamlNode node, string what, int least, int most)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        Report(
            ConfigurationCodes.BadValue,
            $"{what} cannot be {node.Description}",
            $"Write a whole number from {least} to {most}.",
            node.Location);
        return null;
    }

    /// <summary>A value that is text and not nothing.</summary>
    public string? Text(YamlNode node, string what) => Scalar(node, what)?.Text;

    public string? Matching(YamlNode node, string what, Regex pattern, string remedy)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (pattern.IsMatch(text))
        {
            return text;
        }

        Report(ConfigurationCodes.BadValue, $"{what} cannot be {node.Description}", remedy, node.Location);
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string? Choice(YamlNode node, string what, ImmutableArray<string> choices, DiagnosticCode code)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (choices.Contains(text))
        {
            return text;
        }

        Report(
            code,
            $"{what} cannot be {node.Description}",
            Nearest(text, choices) is { } nearest
                ? $"Did you mean '{nearest}'? It can be {string.Join(" or ", choices)}."
                : $"Write {string.Join(" or ", choices)}.",
            node.Location);
        return null;
    }

    /// <summary>A truth value, as YAML 1.2 writes it.</summary>
    public bool? Boolean(YamlNode node, string what)
    {
        switch (node)
        {
            case YamlScalar { IsPlain: true, Text: "true" or "True" or "TRUE" }:
                return true;
            case YamlScalar { IsPlain: true, Text: "false" or "False" or "FALSE" }:
                return false;
            default:
                Report(
                    ConfigurationCodes.WrongType,
                    $"{what} is {node.Description}",
                    "Write true or false.",
                    node.Location);
                return null;
        }
    }

    /// <summary>A folder below the root.</summary>
    public RelativePath? Folder(YamlNode node, string what)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (RelativePath.TryParse(text, out var path))
        {
            return path;
        }

        Report(
            ConfigurationCodes.PathOutsideRoot,
            $"{what} {node.Description} is not below the root",
            "Write a path relative to the root that stays below it, such as 'images'.",
            node.Location);
        return null;
    }

    public TimeSpan? Duration(YamlNode node, string what)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (DurationText.TryParse(text, out var duration))
        {
            return duration;
        }

        Report(
            ConfigurationCodes.BadDuration,
            $"{what} cannot be {node.Description}",
            $"Write {DurationText.Grammar}.",
            node.Location);
        return null;
    }

    public Level? Level(YamlScalar key)
    {
        if (Model.Values.Level.TryParse(key.Text, out var level))
        {
            return level;
        }

        Report(ConfigurationCodes.BadValue, $"{key.Description} is not a level", "Write 1, 2 or 3.", key.Location);
        return null;
    }

    // Beyond what is listed nobody reads the suggestions, and a hostile file could ask for a million.
    private string? Nearest(string given, IEnumerable<string> candidates) =>
        ProblemCount < ConfigReader.MaximumProblems ? Suggestion.For(given, candidates) : null;

    private YamlScalar? Scalar(YamlNode node, string what)
    {
        if (node is YamlScalar { IsNull: false } scalar)
        {
            return scalar;
        }

        Report(
            ConfigurationCodes.WrongType,
            $"{what} is {node.Description}",
            "Write a single value; in quotes when it is empty or the word 'null'.",
            node.Location);
        return null;
    }
}
