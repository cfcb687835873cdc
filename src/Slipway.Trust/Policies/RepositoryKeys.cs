using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;

namespace Slipway.Trust.Policies;

/// <summary>The keys of an item of <c>repositories:</c>.</summary>
internal static class RepositoryKeys
{
    private static readonly ImmutableArray<ConfigKey<RepositoryDraft>> All =
    [
        new("schemes", static (values, node, draft) => draft.Schemes = PolicyKeys.Words(values, node, "'schemes'")),
        new("hosts", static (values, node, draft) => draft.Hosts = PolicyKeys.Words(values, node, "'hosts'")),
        new("paths", ReadPaths),
    ];

    public static void Read(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        if (node is not YamlList list)
        {
            values.Report(
                ConfigurationCodes.WrongType,
                $"'repositories' is {node.Description}",
                "Write a list: '- hosts: …' lines with 'paths' below them.",
                node.Location);
            return;
        }

        foreach (var item in list.Items)
        {
            var rule = new RepositoryDraft();
            values.ReadKeys(item, "An item of 'repositories'", All, rule);
            if (item is YamlMap && (rule.Hosts.IsEmpty || rule.Paths.IsEmpty))
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    "An item of 'repositories' has no 'hosts' or no 'paths'",
                    "Write both: hosts exactly, and expressions that find the repository in a path.",
                    item.Location);
            }

            draft.Policy = draft.Policy with
            {
                Repositories = draft.Policy.Repositories.Add(new RepositoryRule(rule.Schemes, rule.Hosts, rule.Paths)),
            };
        }
    }

    private static void ReadPaths(ConfigValues values, YamlNode node, RepositoryDraft draft)
    {
        var paths = ImmutableArray.CreateBuilder<Regex>();
        foreach (var item in values.TextList(node, "'paths'"))
        {
            try
            {
                if (!item.Text.StartsWith('^'))
                {
                    throw new ArgumentException("It does not begin with ^", nameof(node));
                }

                paths.Add(RepositoryRule.Expression(item.Text));
            }
            catch (ArgumentException)
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"{item.Description} in 'paths' is no expression for the path of a repository",
                    "Write a regular expression with a group 'path', such as ^(?<path>/mozilla-central)(/|$).",
                    item.Location);
            }
        }

        draft.Paths = paths.ToImmutable();
    }
}
