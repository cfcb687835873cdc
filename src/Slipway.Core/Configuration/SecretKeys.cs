using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Images;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Secrets;
using Slipway.Model.Text;

namespace Slipway.Core.Configuration;

/// <summary>The keys below <c>secrets:</c>: where build secrets are, by id.</summary>
internal static partial class SecretKeys
{
    /// <summary>What one secret is described with.</summary>
    public static readonly ImmutableArray<ConfigKey<SourceDraft>> Source =
    [
        .. Place,
        .. SecretEnvironments.All.Select(name => new ConfigKey<SourceDraft>(
            name, (values, node, draft) => ReadEnvironment(values, node, name, draft))),
    ];

    /// <summary>Of which one says where something secret is.</summary>
    public static ImmutableArray<ConfigKey<SourceDraft>> Place =>
    [
        new("env", ReadVariable),
        new("file", ReadFile),
        new("command", ReadCommand),
    ];

    public static void Read(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        foreach (var (key, value) in values.Map(node, "'secrets'"))
        {
            if (!SecretIds.IsValid(key.Text))
            {
                values.Report(
                    CatalogCodes.SecretInvalid,
                    $"{key.Description} cannot be the id of a secret",
                    SecretIds.Remedy,
                    key.Location);
                continue;
            }

            var source = new SourceDraft(key.Text);
            int before = values.ProblemCount;
            values.ReadKeys(value, source.What, Source, source);
            if (values.ProblemCount == before && source is { Place: null, Places.Count: 0 })
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"{source.What} says no place",
                    "Write 'env: VARIABLE', 'file: PATH' or 'command: [PROGRAM, ARGUMENT]'.",
                    key.Location);
            }

            draft.Config = draft.Config with
            {
                Secrets = draft.Config.Secrets.SetItem(
                    key.Text, new SecretSource(source.Place, source.Places.ToImmutable())),
            };
        }
    }

    private static void ReadEnvironment(ConfigValues values, YamlNode node, string name, SourceDraft draft)
    {
        var place = new SourceDraft(draft.Id, name);
        values.ReadKeys(node, place.What, Place, place);
        if (place.Place is { } found)
        {
            draft.Places[name] = found;
        }
    }

    private static void ReadVariable(ConfigValues values, YamlNode node, SourceDraft draft)
    {
        // Not shown: who writes the value itself there is not to find it in a log.
        if (values.Text(node, $"'env' of {draft.What}") is not { } name)
        {
            return;
        }

        if (VariablePattern().IsMatch(name))
        {
            Set(values, node, draft, new SecretPlace.Variable(name));
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'env' of {draft.What} is not the name of a variable",
            "Write the name of an environment variable, not its value and without $.",
            node.Location);
    }

    private static void ReadFile(ConfigValues values, YamlNode node, SourceDraft draft)
    {
        if (values.Text(node, $"'file' of {draft.What}") is not { } path)
        {
            return;
        }

        if (PathPattern().IsMatch(path))
        {
            Set(values, node, draft, new SecretPlace.InFile(path));
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'file' of {draft.What} is empty or holds a comma, a quote, an equals sign or a line break",
            "Put the file under a plain path.",
            node.Location);
    }

    private static void ReadCommand(ConfigValues values, YamlNode node, SourceDraft draft)
    {
        ImmutableArray<string> words =
            [.. values.TextList(node, $"'command' of {draft.What}").Select(word => word.Text)];
        if (node is not YamlList)
        {
            return;
        }

        if (words is [{ Length: > 0 }, ..] && words.All(word => !word.Contains('\0', StringComparison.Ordinal)))
        {
            Set(values, node, draft, new SecretPlace.Output(words));
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'command' of {draft.What} names no program",
            "Write a list: a program and its arguments, such as [pass, show, token].",
            node.Location);
    }

    private static void Set(ConfigValues values, YamlNode node, SourceDraft draft, SecretPlace place)
    {
        if (draft.Place is not null)
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"{draft.What} has two places",
                "Keep one of 'env', 'file' and 'command'"
                + (draft.IsOther
                    ? "."
                    : $"; other environments are written below {string.Join(", ", SecretEnvironments.All)}."),
                node.Location);
            return;
        }

        draft.Place = place;
    }

    // The path becomes a part of '--secret id=…,src=…'.
    [GeneratedRegex(
        @"\A[^,""\n\r=\0]+\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathPattern();

    [GeneratedRegex(
        @"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariablePattern();

    /// <summary>What is read of one secret, or of one of its environments.</summary>
    internal sealed class SourceDraft
    {
        public SourceDraft(string id, string? environment = null) => (Id, What) = (id, environment is null
            ? $"The secret '{Display.Text(id)}'"
            : $"'{environment}' of the secret '{Display.Text(id)}'");

        private SourceDraft(string id, string what, bool isOther) => (Id, What, IsOther) = (id, what, isOther);

        public string Id { get; }

        public string What { get; }

        /// <summary>Whether it is no build secret, but kept in the same kinds of places.</summary>
        public bool IsOther { get; }

        public SecretPlace? Place { get; set; }

        /// <summary>For a key that a program signs with: the file with its public half.</summary>
        public string? PublicKey { get; set; }

        /// <summary>For what is no build secret.</summary>
        public static SourceDraft Named(string what) => new(what, what, isOther: true);

        public ImmutableSortedDictionary<string, SecretPlace>.Builder Places { get; } =
            ImmutableSortedDictionary.CreateBuilder<string, SecretPlace>(StringComparer.Ordinal);
    }
}
