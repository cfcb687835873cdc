using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;

namespace Slipway.Dialects.Gecko;

/// <summary>
/// Takes over what <c>taskcluster/config.yml</c> has for gecko's transforms besides taskgraph's keys.
/// </summary>
internal sealed class GeckoConfigReader(TaskgraphValues values)
{
    // Most aliases are for tasks that are not images', and may depend on what Slipway does not know. Who needs one that
    // could not be read says so.
    private readonly TaskgraphValues _unheard = new(new DiagnosticBag());

    private const string By = "by-";
    private const string ByProject = "by-project";
    private const string Default = "default";

    private static readonly ImmutableArray<string> Policies = [Default, "long"];

    public void Read(YamlMap config, ConfigDraft draft)
    {
        var aliases = Below(config, "workers", "aliases");
        var branches = Below(config, "treeherder", "branch-map");
        var products = values.Map(config, "index", Severity.Warning)?.Find("products") as YamlList;
        draft.Change<GeckoTaskSettings>(_ => new GeckoTaskSettings
        {
            Aliases = aliases is null ? ImmutableSortedDictionary<string, WorkerAlias>.Empty : Aliases(aliases),
            Expiry = ReadExpiry(config),
            Branches = branches is null ? [] : Branches(branches),
            ParameterPrefix =
                values.Text(config, "project-repo-param-prefix", Severity.Warning)?.Text ?? string.Empty,
            ReleaseBranches = values.Map(config, "release-branches", Severity.Warning) is { } releases
                ? Releases(releases)
                : null,
            Products = products is null ? null : [.. products.Items.OfType<YamlScalar>().Select(item => item.Text)],
        });
    }

    private YamlMap? Below(YamlMap config, string key, string below) =>
        values.Map(config, key, Severity.Warning) is { } map ? values.Map(map, below, Severity.Warning) : null;

    private ImmutableSortedDictionary<string, WorkerAlias> Aliases(YamlMap aliases)
    {
        var known = ImmutableSortedDictionary.CreateBuilder<string, WorkerAlias>(StringComparer.Ordinal);
        foreach (var (alias, node) in aliases.Entries)
        {
            if (node is YamlMap pool)
            {
                known[alias.Text] = new WorkerAlias(
                    _unheard.Keyed(pool, "provisioner", knowsReleases: true),
                    _unheard.Keyed(pool, "worker-type", knowsReleases: true),
                    _unheard.Keyed(pool, "implementation", knowsReleases: true),
                    _unheard.Keyed(pool, "os", knowsReleases: true));
            }
        }

        return known.ToImmutable();
    }

    private ImmutableSortedDictionary<string, KeyedText> ReadExpiry(YamlMap config)
    {
        var known = ImmutableSortedDictionary.CreateBuilder<string, KeyedText>(StringComparer.Ordinal);
        if (TaskgraphValues.Find(config, "expiration-policy") is not { } policy)
        {
            return known.ToImmutable();
        }

        foreach (string name in Policies)
        {
            if (_unheard.Keyed(new YamlMap([Entry(name, Of(policy, name), policy)], policy.Location), name) is { } text)
            {
                known[name] = text;
            }
        }

        return known.ToImmutable();
    }

    /// <summary>One policy alone: the choices as they are, and at their ends its text.</summary>
    private static YamlNode Of(YamlNode node, string policy) => node switch
    {
        YamlMap { Entries: [{ Key: { } key, Value: YamlMap choices }] } choice
            when key.Text.StartsWith(By, StringComparison.Ordinal) => new YamlMap(
                [
                    new YamlEntry(key, new YamlMap(
                        [.. choices.Entries.Select(entry => new YamlEntry(entry.Key, Of(entry.Value, policy)))],
                        choices.Location)),
                ],
                choice.Location),
        YamlMap policies => policies.Find(policy) ?? policies,
        _ => node,
    };

    private static YamlEntry Entry(string key, YamlNode value, YamlNode place) =>
        new(new YamlScalar(key, isPlain: true, default, place.Location), value);

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Releases(YamlMap releases)
    {
        var known = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (project, value) in releases.Entries)
        {
            if (value is YamlList branches)
            {
                known[project.Text] = [.. branches.Items.OfType<YamlScalar>().Select(branch => branch.Text)];
            }
            else if (PythonScalar.ToBoolean(value) == true)
            {
                known[project.Text] = [GeckoTaskSettings.EveryBranch];
            }
        }

        return known.ToImmutable();
    }

    private static ImmutableArray<BranchNames> Branches(YamlMap branches) =>
        branches is { Entries: [{ Key.Text: ByProject, Value: YamlMap projects }] }
            ?
            [
                .. projects.Entries.Select(project => new BranchNames(
                    project.Key.Text == Default ? null : project.Key.Text,
                    project.Value is YamlMap names ? Names(names) : [])),
            ]
            : [new BranchNames(null, Names(branches))];

    private static ImmutableArray<KeyValuePair<string, string>> Names(YamlMap names) =>
    [
        .. names.Entries
            .Where(entry => entry.Value is YamlScalar)
            .Select(entry => KeyValuePair.Create(entry.Key.Text, ((YamlScalar)entry.Value).Text)),
    ];
}
