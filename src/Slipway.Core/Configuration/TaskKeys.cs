using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Tasks;
using Slipway.Model.Text;

namespace Slipway.Core.Configuration;

/// <summary>The keys below <c>taskcluster:</c>: how the tasks that build images are made.</summary>
internal static partial class TaskKeys
{
    public static readonly ImmutableArray<ConfigKey<ConfigDraft>> All =
    [
        new(
            "trust-domain",
            static (values, node, draft) =>
                Set(
                    draft,
                    Matching(values, node, "'trust-domain'", TrustDomainPattern()),
                    (tasks, text) => tasks with { TrustDomain = text })),
        new(
            "scheduler-id",
            static (values, node, draft) =>
                Set(
                    draft,
                    Matching(values, node, "'scheduler-id'", SchedulerPattern()),
                    (tasks, text) => tasks with { SchedulerId = text })),
        new(
            "project-id",
            static (values, node, draft) =>
                Set(
                    draft,
                    Matching(values, node, "'project-id'", ProjectPattern()),
                    (tasks, text) => tasks with { ProjectId = text })),
        new("worker-pool", ReadPool),
        new("implementation", ReadImplementation) { Choices = WorkerNames.All },
        new(
            "image",
            static (values, node, draft) =>
                Set(
                    draft,
                    values.Matching(
                        node,
                        "'image'",
                        ConfigKeys.ReferencePattern(),
                        ConfigKeys.ReferenceRemedy),
                    (tasks, text) => tasks with { Image = text })),
        new(
            "priority",
            static (values, node, draft) =>
                Set(
                    draft,
                    Keyed(
                        values,
                        node,
                        "'priority'",
                        scalar => values.Choice(scalar, "'priority'", TaskPriorities.All, ConfigurationCodes.BadValue)),
                    (tasks, text) => tasks with { Priority = text })),
        new(
            "deadline",
            static (values, node, draft) =>
                Set(
                    draft,
                    Keyed(
                        values,
                        node,
                        "'deadline'",
                        scalar => values.Duration(scalar, "'deadline'") is null ? null : scalar.Text),
                    (tasks, text) => tasks with { Deadline = text })),
        new(
            "max-run-time",
            static (values, node, draft) =>
                Set(
                    draft,
                    values.Duration(node, "'max-run-time'"),
                    (tasks, time) => tasks with { MaxRunTime = time!.Value })),
        new(
            "scopes",
            static (values, node, draft) =>
                draft.Change<TaskSettings>(tasks => tasks with { Scopes = [.. ReadScopes(values, node)] })),
        new("group-names", ReadGroups),
    ];

    private static void Set<T>(ConfigDraft draft, T? value, Func<TaskSettings, T, TaskSettings> set)
    {
        if (value is not null)
        {
            draft.Change<TaskSettings>(tasks => set(tasks, value));
        }
    }

    private static string? Matching(ConfigValues values, YamlNode node, string what, Regex pattern) =>
        values.Matching(node, what, pattern, $"Write what matches {pattern}, as the Queue wants it.");

    private static KeyedText? Keyed(ConfigValues values, YamlNode node, string what, Func<YamlScalar, string?> leaf) =>
        new KeyedTextReader(
            leaf,
            wrong => values.Report(
                ConfigurationCodes.WrongType,
                $"{what} is {wrong.Description}",
                "Write a single value, or a choice, such as { by-level: { 3: one, default: another } } or by-project.",
                wrong.Location)).Read(node);

    private static void ReadPool(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        string? Part(YamlScalar scalar, int part) =>
            values
                .Matching(
                    scalar,
                    "'worker-pool'",
                    PoolPattern(),
                    "Write provisioner/worker-type, such as proj-example/images-{level}.")
                ?.Split('/')[part];

        int before = values.ProblemCount;
        var provisioner = Keyed(values, node, "'worker-pool'", scalar => Part(scalar, 0));
        if (values.ProblemCount == before)
        {
            var workerType = Keyed(values, node, "'worker-pool'", scalar => Part(scalar, 1));
            draft.Change<TaskSettings>(tasks => tasks with { Provisioner = provisioner, WorkerType = workerType });
        }
    }

    private static void ReadImplementation(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Choice(node, "'implementation'", WorkerNames.All, ConfigurationCodes.BadValue) is { } name)
        {
            draft.Change<TaskSettings>(tasks => tasks with { Implementation = WorkerNames.Parse(name) });
        }
    }

    private static void ReadGroups(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (symbol, name) in values.Map(node, "'group-names'"))
        {
            if (values.Text(name, $"The name of group '{Display.Text(symbol.Text)}'") is { } text)
            {
                names[symbol.Text] = text;
            }
        }

        draft.Change<TaskSettings>(tasks => tasks with { GroupNames = tasks.GroupNames.SetItems(names) });
    }

    private static IEnumerable<string> ReadScopes(ConfigValues values, YamlNode node)
    {
        foreach (var item in values.TextList(node, "'scopes'"))
        {
            if (ScopePattern().IsMatch(item.Text))
            {
                yield return item.Text;
            }
            else
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"{item.Description} is no scope",
                    "Use printable ASCII characters.",
                    item.Location);
            }
        }
    }

    // The patterns are those of the Queue's schemas, with the placeholders of TaskSettings.
    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,38}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TrustDomainPattern();

    [GeneratedRegex(
        @"\A(?:[A-Za-z0-9_-]|\{trust-domain\}|\{level\}){1,38}\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchedulerPattern();

    [GeneratedRegex(
        @"\A(?:[A-Za-z0-9._/-]|\{trust-domain\}|\{level\}){1,500}\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectPattern();

    [GeneratedRegex(
        @"\A(?:[A-Za-z0-9_-]|\{trust-domain\}|\{level\}|\{alias\}){1,38}/(?:[A-Za-z0-9_-]|\{trust-domain\}|\{level\}|\{alias\}){1,38}\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PoolPattern();

    [GeneratedRegex(@"\A[ -~]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScopePattern();
}
