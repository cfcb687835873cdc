using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Text;
using Slipway.Trust.Keys;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Policies;

/// <summary>Every key of <c>trust/policy.yml</c>; <c>schema/policy.schema.json</c> has the same ones.</summary>
internal static class PolicyKeys
{
    private const int MostLinks = 100;

    private static readonly ImmutableArray<string> Enforcements = ["require", "warn", "off"];
    private static readonly ImmutableArray<string> Checkable =
        ["archives", "image-hashes", "levels", "parents", "contents", "digests", "bases", "branches"];
    private static readonly ImmutableArray<string> Types = ["hg", "github"];

    /// <summary>The top of the file.</summary>
    public static readonly ImmutableArray<ConfigKey<PolicyDraft>> Top =
    [
        new("trust", ReadTrust),
        new("source-type", static (values, node, draft) =>
            Set(draft, values.Choice(node, "'source-type'", Types, ConfigurationCodes.BadValue),
                (policy, type) => policy with { ProductType = type })) { Choices = Types },
        new("variables", static (values, node, draft) =>
            Set(draft, values.Text(node, "'variables'"), (policy, text) => policy with { SourcePrefix = text })),
        new("repositories", RepositoryKeys.Read),
        new("github-owner", static (values, node, draft) =>
            Set(draft, values.Text(node, "'github-owner'"), (policy, text) => policy with { GitHubOwner = text })),
        new("projects", ReadProjects),
        new("mirrors", ReadMirrors),
        new("tasks-for", static (values, node, draft) =>
            draft.Policy = draft.Policy with { TasksFor = Words(values, node, "'tasks-for'") }),
        new("scriptworker-provisioners", static (values, node, draft) =>
            draft.Policy = draft.Policy with
            {
                ScriptworkerProvisioners = Words(values, node, "'scriptworker-provisioners'"),
            }),
        new("decision-pools", static (values, node, draft) =>
            draft.Policy = draft.Policy with { DecisionPools = Pools(values, node, "'decision-pools'") }),
        new("image-pools", static (values, node, draft) =>
            draft.Policy = draft.Policy with { ImagePools = Pools(values, node, "'image-pools'") }),
        new("prebuilt-images", ReadPrebuilt),
        new("restricted-scopes", ReadScopes),
        new("trees", ReadTrees),
        new("hash-algorithms", ReadAlgorithms),
        new("longest-chain", ReadLongest),
        new("must-check", ReadMustCheck),
        new("max-statement-age", static (values, node, draft) =>
            draft.Policy = draft.Policy with { LongestAge = values.Duration(node, "'max-statement-age'") }),
        new("keys", WorkerKeyKeys.Read),
        new("signers", SignerKeys.Read),
        new("image-hashes", AllowedImageKeys.Read),
        new("built-images", AllowedImageKeys.ReadBuilt),
        new("bases", ReadBases),
        new("branches", ReadBranches),
    ];

    /// <summary>Those without which no chain of tasks can be judged.</summary>
    public static readonly ImmutableArray<string> Needed =
        ["variables", "repositories", "tasks-for", "decision-pools", "image-pools", "keys"];

    /// <summary>The one without which no statement of a build can be judged.</summary>
    public const string OfStatements = "signers";

    /// <summary>The items of a list, none of them empty.</summary>
    public static ImmutableHashSet<string> Words(ConfigValues values, YamlNode node, string what) =>
        Words(values, node, what, static _ => true);

    /// <summary>
    /// The items of a list, each of which is what something has to be, or, with a <c>*</c> at its end, how it has to
    /// begin.
    /// </summary>
    public static ImmutableHashSet<string> Patterns(ConfigValues values, YamlNode node, string what) =>
        Words(values, node, what, static text => !text[..^1].Contains('*', StringComparison.Ordinal));

    private static ImmutableHashSet<string> Words(
        ConfigValues values, YamlNode node, string what, Func<string, bool> isPattern)
    {
        var words = ImmutableHashSet.CreateBuilder<string>();
        foreach (var item in values.TextList(node, what))
        {
            if (string.IsNullOrWhiteSpace(item.Text))
            {
                values.Report(
                    ConfigurationCodes.BadValue, $"An item of {what} is empty", "Write a word.", item.Location);
                continue;
            }

            if (!isPattern(item.Text))
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"{item.Description} of {what} has a '*' that is not at its end",
                    "Write the whole, or its beginning and a '*' behind it.",
                    item.Location);
                continue;
            }

            words.Add(item.Text);
        }

        return words.ToImmutable();
    }

    private static void ReadTrust(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        foreach (var (key, value) in values.Map(node, "'trust'"))
        {
            string? word = values.Choice(
                value, $"'trust' of level {Display.Text(key.Text)}", Enforcements, ConfigurationCodes.BadValue);
            if (values.Level(key) is { } level && word is not null)
            {
                var enforcement = word switch
                {
                    "require" => Enforcement.Require,
                    "warn" => Enforcement.Warn,
                    _ => Enforcement.Off,
                };
                draft.Policy = draft.Policy with { Enforced = draft.Policy.Enforced.SetItem(level, enforcement) };
                draft.LevelPlaces[level] = key.Location;
            }
        }
    }

    private static void ReadProjects(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        if (values.Text(node, "'projects'") is not { } text)
        {
            return;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
        {
            draft.Policy = draft.Policy with { ProjectsAddress = text };
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'projects' cannot be {node.Description}",
            "Write the https address of the list of projects.",
            node.Location);
    }

    private static void ReadMirrors(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        foreach (var (key, value) in values.Map(node, "'mirrors'"))
        {
            if (values.Text(value, $"The mirror of {Display.Text(key.Text)}") is not { } text)
            {
                continue;
            }

            if (Uri.TryCreate(key.Text, UriKind.Absolute, out var from)
                && from.Scheme == Uri.UriSchemeHttps
                && Uri.TryCreate(text, UriKind.Absolute, out var to)
                && (to.Scheme == Uri.UriSchemeHttps || to.Scheme == Uri.UriSchemeHttp)
                && key.Text.EndsWith('/')
                && text.EndsWith('/'))
            {
                draft.Policy = draft.Policy with { Mirrors = draft.Policy.Mirrors.SetItem(key.Text, text) };
                continue;
            }

            values.Report(
                ConfigurationCodes.BadValue,
                $"The mirror {Display.Text(key.Text)}: {value.Description} is none",
                "Write two addresses that end in a slash, such as https://hg.mozilla.org/: https://hg.example.org/.",
                key.Location);
        }
    }

    private static void ReadPrebuilt(ConfigValues values, YamlNode node, PolicyDraft draft) =>
        draft.Policy = draft.Policy with
        {
            PrebuiltTypes = node is YamlScalar { Text: "any" }
                ? null
                :
                [
                    .. values.TextList(node, "'prebuilt-images'")
                        .Select(item => values.Choice(
                            item, "An item of 'prebuilt-images'", LinkTypes.Names, ConfigurationCodes.BadValue))
                        .OfType<string>(),
                ],
        };

    private static void ReadScopes(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        foreach (var (key, value) in values.Map(node, "'restricted-scopes'"))
        {
            if (values.Text(value, $"The list of {Display.Text(key.Text)}") is { } list)
            {
                draft.Policy = draft.Policy with
                {
                    RestrictedScopes = draft.Policy.RestrictedScopes.SetItem(key.Text, list),
                };
                draft.ScopePlaces[key.Text] = value.Location;
            }
        }
    }

    private static void ReadTrees(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        foreach (var (key, value) in values.Map(node, "'trees'"))
        {
            var trees = Words(values, value, $"'{Display.Text(key.Text)}' of 'trees'");
            var known = draft.Policy.RestrictedTrees;
            draft.Policy = draft.Policy with { RestrictedTrees = known.SetItem(key.Text, trees) };
        }
    }

    private static void ReadBases(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        var bases = Words(values, node, "'bases'");
        foreach (var item in (node as YamlList)?.Items.OfType<YamlScalar>() ?? [])
        {
            if (bases.Contains(item.Text) && !BasePattern.IsOne(item.Text))
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"{item.Description} in 'bases' is no repository of images",
                    "Write a repository without a tag, a beginning that ends in *, or repository@sha256:….",
                    item.Location);
            }
        }

        draft.Policy = draft.Policy with { Bases = bases };
    }

    private static void ReadBranches(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        foreach (var (key, value) in values.Map(node, "'branches'"))
        {
            var branches = Words(values, value, $"The branches of {Display.Text(key.Text)}");
            foreach (var item in (value as YamlList)?.Items.OfType<YamlScalar>() ?? [])
            {
                if (branches.Contains(item.Text) && !BranchPattern.IsOne(item.Text))
                {
                    values.Report(
                        ConfigurationCodes.BadValue,
                        $"{item.Description} is no branch",
                        "Write the name of a branch as git has it, without refs/heads/; * may stand at its end.",
                        item.Location);
                }
            }

            draft.Policy = draft.Policy with { Branches = draft.Policy.Branches.SetItem(key.Text, branches) };
        }
    }

    private static void ReadAlgorithms(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        var algorithms = ImmutableHashSet.CreateBuilder<string>();
        foreach (var item in values.TextList(node, "'hash-algorithms'"))
        {
            if (values.Choice(
                item, "An item of 'hash-algorithms'", ["sha256", "sha384", "sha512"], ConfigurationCodes.BadValue)
                is { } algorithm)
            {
                algorithms.Add(algorithm);
            }
        }

        draft.Policy = draft.Policy with { HashAlgorithms = algorithms.ToImmutable() };
    }

    private static void ReadMustCheck(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        foreach (var item in values.TextList(node, "'must-check'"))
        {
            if (values.Choice(item, "An item of 'must-check'", Checkable, ConfigurationCodes.BadValue) is { } word)
            {
                draft.Policy = draft.Policy with { MustCheck = draft.Policy.MustCheck.Add(word) };
            }
        }
    }

    private static void ReadLongest(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        if (values.Text(node, "'longest-chain'") is not { } text)
        {
            return;
        }

        if (int.TryParse(text, out int most) && most is > 0 and <= MostLinks)
        {
            draft.Policy = draft.Policy with { MaximumLength = most };
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'longest-chain' cannot be {node.Description}",
            $"Write a number from 1 to {MostLinks}.",
            node.Location);
    }

    private static ImmutableHashSet<string> Pools(ConfigValues values, YamlNode node, string what)
    {
        var pools = Words(values, node, what);
        foreach (var item in (node as YamlList)?.Items.OfType<YamlScalar>() ?? [])
        {
            if (pools.Contains(item.Text) && item.Text.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"{item.Description} in {what} is no pool",
                    "Write provisioner/worker-type, such as gecko-3/images.",
                    item.Location);
            }
        }

        return pools;
    }

    private static void Set(PolicyDraft draft, string? value, Func<ChainPolicy, string, ChainPolicy> set)
    {
        if (value is not null)
        {
            draft.Policy = set(draft.Policy, value);
        }
    }
}
