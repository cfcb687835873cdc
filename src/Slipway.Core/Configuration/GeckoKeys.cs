using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;

namespace Slipway.Core.Configuration;

/// <summary>The keys below <c>gecko:</c>: what a tree with gecko's transforms does not show by itself.</summary>
internal static partial class GeckoKeys
{
    private const string Spaced = "spaced";
    private const string Taskgraph = "taskgraph";

    private static readonly ImmutableArray<string> RepositoryTypes = [GeckoSettings.Git, GeckoSettings.Mercurial];
    private static readonly ImmutableArray<string> Arguments = ["compact", Spaced];
    private static readonly ImmutableArray<string> Snippets = ["gecko", Taskgraph];

    public static readonly ImmutableArray<ConfigKey<ConfigDraft>> All =
    [
        new("repository-type", static (values, node, draft) => Choose(
            values,
            node,
            "'repository-type'",
            RepositoryTypes,
            text => draft.Change<GeckoSettings>(said => said with { RepositoryType = text })))
        {
            Choices = RepositoryTypes,
        },
        new("repository-type-counts", static (values, node, draft) =>
        {
            bool? counts = values.Boolean(node, "'repository-type-counts'");
            draft.Change<GeckoSettings>(said => said with { CountsRepositoryType = counts });
        }),
        new("arguments", static (values, node, draft) => Choose(
            values,
            node,
            "'arguments'",
            Arguments,
            text => draft.Change<GeckoSettings>(said => said with { HasSpacedArguments = text == Spaced })))
        {
            Choices = Arguments,
        },
        new("orjson", static (values, node, draft) =>
        {
            bool? has = values.Boolean(node, "'orjson'");
            draft.Change<GeckoSettings>(said => said with { HasOrjson = has });
        }),
        new("run-task-snippet", static (values, node, draft) => Choose(
            values,
            node,
            "'run-task-snippet'",
            Snippets,
            text => draft.Change<GeckoSettings>(said => said with
            {
                RunTask = text == Taskgraph ? RunTaskForm.Taskgraph : RunTaskForm.Gecko,
            })))
        {
            Choices = Snippets,
        },
        new("root-url", static (values, node, draft) =>
        {
            const string Remedy = "Write the root URL that the commands of packages hold, or $TASKCLUSTER_ROOT_URL.";
            string? url = values.Matching(node, "'root-url'", RootUrlPattern(), Remedy);
            draft.Change<GeckoSettings>(said => said with { RootUrl = url });
        }),
    ];

    public static void Read(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        draft.Change<GeckoSettings>(said => said with { Location = node.Location });
        values.ReadKeys(node, "'gecko'", All, draft);
    }

    private static void Choose(
        ConfigValues values, YamlNode node, string what, ImmutableArray<string> choices, Action<string> take)
    {
        if (values.Choice(node, what, choices, ConfigurationCodes.BadValue) is { } text)
        {
            take(text);
        }
    }

    [GeneratedRegex(
        @"\A(?:https?://[A-Za-z0-9._:/-]+|\$TASKCLUSTER_ROOT_URL)\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex RootUrlPattern();
}
