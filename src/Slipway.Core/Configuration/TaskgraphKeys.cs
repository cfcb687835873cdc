using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Configuration;

/// <summary>The keys below <c>taskgraph:</c>, and those of an image that say what is in its digest.</summary>
internal static partial class TaskgraphKeys
{
    public static readonly ImmutableArray<ConfigKey<ConfigDraft>> All =
    [
        new("release", ReadRelease),
        new("harmless-transforms", static (values, node, draft) =>
        {
            var names = Names(values, node, "'harmless-transforms'");
            draft.Change<TaskgraphSettings>(said => said with { HarmlessTransforms = names });
        }),
        new("harmless-keys", static (values, node, draft) =>
        {
            var names = Names(values, node, "'harmless-keys'");
            draft.Change<TaskgraphSettings>(said => said with { HarmlessKeys = names });
        }),
        new("harmless-loaders", static (values, node, draft) =>
        {
            var names = Names(values, node, "'harmless-loaders'");
            draft.Change<TaskgraphSettings>(said => said with { HarmlessLoaders = names });
        }),
    ];

    public static void Read(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        draft.Change<TaskgraphSettings>(said => said with { Location = node.Location });
        values.ReadKeys(node, "'taskgraph'", All, draft);
    }

    public static void ReadImageBuilder(ConfigValues values, YamlNode node, ImageEntry entry)
    {
        if (values.Matching(node, "'image-builder'", ConfigKeys.ReferencePattern(), ConfigKeys.ReferenceRemedy)
            is { } reference)
        {
            entry.Change<DigestSettings>(said => said with { ImageBuilder = reference });
        }
    }

    public static void ReadLines(ConfigValues values, YamlNode node, ImageEntry entry)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var item in values.TextList(node, "'digest-lines'"))
        {
            if (item.Text.Contains('\n', StringComparison.Ordinal))
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    "An item of 'digest-lines' has more than one line",
                    "Write an item for each line.",
                    item.Location);
            }
            else if (item.Text.EnumerateRunes().Contains(Rune.ReplacementChar))
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    "An item of 'digest-lines' holds a character that is none",
                    "Write the character itself, or both halves of its escape.",
                    item.Location);
            }
            else
            {
                lines.Add(item.Text);
            }
        }

        entry.Change<DigestSettings>(said => said with { Lines = lines.ToImmutable() });
    }

    private static void ReadRelease(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        const string Remedy = "Write a release of taskgraph, such as 24.2.0.";
        if (values.Matching(node, "'release'", ReleasePattern(), Remedy) is { } release)
        {
            draft.Change<TaskgraphSettings>(
                said => said with { Release = new Located<string>(release, node.Location) });
        }
    }

    private static ImmutableArray<Located<string>> Names(ConfigValues values, YamlNode node, string what) =>
        [.. values.TextList(node, what).Select(item => new Located<string>(item.Text, item.Location))];

    [GeneratedRegex(
        @"\A[0-9]{1,4}(?:\.[0-9]{1,4}){1,3}\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReleasePattern();
}
