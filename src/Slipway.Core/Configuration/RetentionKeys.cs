using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>The keys below <c>retention:</c>: what <c>gc</c> keeps.</summary>
internal static class RetentionKeys
{
    private const string PullRequests = "pr";
    private const int MostBuilds = 100_000;
    private const int MostTips = 10_000;
    private const string ListOfRules = "Write a list of rules: '- levels: [1]' and, below it, 'keep: 5'.";

    /// <summary>Below <c>retention:</c>.</summary>
    public static readonly ImmutableArray<ConfigKey<PolicyDraft>> All =
    [
        new("grace", static (values, node, draft) => draft.Policy = draft.Policy with
        {
            Grace = values.Duration(node, "'grace'") ?? draft.Policy.Grace,
        }),
        new("rules", ReadRules),
        new("used-by", static (values, node, draft) => values.ReadKeys(node, "'used-by'", Users, draft)),
    ];

    /// <summary>One rule.</summary>
    public static readonly ImmutableArray<ConfigKey<RuleDraft>> Rule =
    [
        new("images", ReadImages),
        new("levels", ReadLevels),
        new("keep", static (values, node, draft) => draft.Rule = draft.Rule with
        {
            Keep = values.Number(node, "'keep'", 0, MostBuilds),
        }),
        new("younger-than", static (values, node, draft) => draft.Rule = draft.Rule with
        {
            YoungerThan = values.Duration(node, "'younger-than'"),
        }),
    ];

    /// <summary>Below <c>used-by:</c>.</summary>
    public static readonly ImmutableArray<ConfigKey<PolicyDraft>> Users =
    [
        new("branches", static (values, node, draft) => draft.Policy = draft.Policy with
        {
            Branches = Patterns(values, node, "'branches'") ?? draft.Policy.Branches,
            NamesTips = true,
        }),
        new("tags", static (values, node, draft) => draft.Policy = draft.Policy with
        {
            Tags = Patterns(values, node, "'tags'") ?? draft.Policy.Tags,
            NamesTips = true,
        }),
        new("most-tips", static (values, node, draft) => draft.Policy = draft.Policy with
        {
            MostTips = values.Number(node, "'most-tips'", 1, MostTips) ?? draft.Policy.MostTips,
        }),
        new("files", ReadFiles),
    ];

    public static void Read(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        var policy = new PolicyDraft();
        values.ReadKeys(node, "'retention'", All, policy);
        draft.Config = draft.Config with { Retention = policy.Policy };
    }

    private static void ReadRules(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        var rules = ImmutableArray.CreateBuilder<RetentionRule>();
        foreach (var item in values.List(node, "'rules'", ListOfRules))
        {
            var rule = new RuleDraft(rules.Count + 1);
            int before = values.ProblemCount;
            values.ReadKeys(item, rule.What, Rule, rule);
            if (values.ProblemCount == before && rule.Rule is { Keep: null, YoungerThan: null })
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"{rule.What} does not say what is kept",
                    "Write 'keep: N' for the newest N builds of each image, 'younger-than: 30d', or both; "
                    + "'keep: 0' keeps only what is in use.",
                    item.Location);
            }

            rules.Add(rule.Rule);
        }

        draft.Policy = draft.Policy with { Rules = rules.ToImmutable() };
    }

    private static void ReadImages(ConfigValues values, YamlNode node, RuleDraft draft)
    {
        if (Patterns(values, node, $"'images' of {draft.Words}") is { } patterns)
        {
            draft.Rule = draft.Rule with { Images = patterns };
        }
    }

    private static void ReadLevels(ConfigValues values, YamlNode node, RuleDraft draft)
    {
        var levels = ImmutableHashSet.CreateBuilder<Level>();
        bool pullRequests = false;
        foreach (var item in values.TextList(node, $"'levels' of {draft.Words}"))
        {
            if (item.Text == PullRequests)
            {
                pullRequests = true;
            }
            else if (Level.TryParse(item.Text, out var level))
            {
                levels.Add(level);
            }
            else
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"{item.Description} in 'levels' of {draft.Words} is not a level",
                    $"Write 1, 2 or 3, or {PullRequests} for what pull requests build.",
                    item.Location);
            }
        }

        draft.Rule = draft.Rule with { Levels = levels.ToImmutable(), PullRequests = pullRequests };
    }

    private static void ReadFiles(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        var files = ImmutableArray.CreateBuilder<Located<RelativePath>>();
        foreach (var item in values.TextList(node, "'files'"))
        {
            if (values.Folder(item, "The file") is { } file)
            {
                files.Add(new Located<RelativePath>(file, item.Location));
            }
        }

        draft.Policy = draft.Policy with { ReferenceFiles = [.. files.DistinctBy(file => file.Value)] };
    }

    /// <returns>Null when it is no list, so that what goes without the key stays.</returns>
    private static NamePatterns? Patterns(ConfigValues values, YamlNode node, string what)
    {
        int before = values.ProblemCount;
        var patterns = new List<string>();
        foreach (var item in values.TextList(node, what))
        {
            if (NamePatterns.IsPattern(item.Text))
            {
                patterns.Add(item.Text);
                continue;
            }

            values.Report(
                ConfigurationCodes.BadValue,
                $"{item.Description} in {what} is no pattern of names",
                "Write a name or a pattern: * stands for anything but a slash, ** for anything.",
                item.Location);
        }

        return values.ProblemCount == before ? new NamePatterns(patterns) : null;
    }

    /// <summary>What is read of the policy.</summary>
    internal sealed class PolicyDraft
    {
        public RetentionPolicy Policy { get; set; } = new();
    }

    /// <summary>What is read of one rule.</summary>
    internal sealed class RuleDraft(int number)
    {
        public string Words { get; } = $"rule {number}";

        public string What => $"Rule {Rule.Number} of 'retention'";

        public RetentionRule Rule { get; set; } = new(number);
    }
}
