using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Takes over what <c>taskcluster/config.yml</c> says about images and the tasks that build them.</summary>
/// <remarks>
/// The keys are those of <c>taskgraph/config.py</c>; a tree may add keys of its own, which are not looked at.
/// </remarks>
internal sealed class GraphConfigReader(TaskgraphValues values)
{
    // The alias that taskgraph's image tasks name (taskgraph/transforms/docker_image.py).
    private const string ImagesAlias = "images";

    /// <summary>What taskgraph calls level 1; above it an image lives for a year.</summary>
    private static readonly Level ExpiringLevel = Level.Lowest;

    public void Read(YamlMap config, ConfigDraft draft)
    {
        var taskgraph = values.Map(config, "taskgraph", Severity.Error);
        ReadPrefix(config, taskgraph, draft);
        if (taskgraph is not null && values.Boolean(taskgraph, "cache-pull-requests") == false)
        {
            draft.PullRequests = PullRequestScope.None;
        }

        ReadExpiry(config, draft);
        draft.Change<TaskSettings>(tasks => tasks with
        {
            Priority = values.Keyed(config, "task-priority"),
            Deadline = values.Keyed(config, "task-deadline-after"),
        });
        if (values.Map(config, "workers", Severity.Warning) is { } workers
            && values.Map(workers, "aliases", Severity.Warning) is { } aliases)
        {
            ReadPool(aliases, draft);
        }

        ReadGroups(config, draft);
    }

    /// <summary>The name of the kind whose tasks build images.</summary>
    /// <returns>Null after a report.</returns>
    public string? KindOf(YamlMap config)
    {
        const string Key = "docker-image-kind";
        if (TaskgraphValues.Find(config, Key) is null)
        {
            return TaskgraphLayout.DefaultKind;
        }

        if (values.Text(config, Key, Severity.Error) is not { } kind)
        {
            return null;
        }

        if (RelativePath.TryParse(kind.Text, out var parsed)
            && parsed is { IsRoot: false, Parent.IsRoot: true } path
            && path.Value == kind.Text)
        {
            return kind.Text;
        }

        values.Report(
            $"'{Key}' is {kind.Description}",
            "Write the name of a kind, a folder of taskcluster/kinds.",
            kind,
            Severity.Error);
        return null;
    }

    private void ReadPrefix(YamlMap config, YamlMap? taskgraph, ConfigDraft draft)
    {
        var trustDomain = values.Text(config, "trust-domain", Severity.Error);
        if (trustDomain is not null)
        {
            draft.Change<TaskSettings>(tasks => tasks with { TrustDomain = trustDomain.Text });
        }

        var prefix =
            (taskgraph is null ? null : values.Text(taskgraph, "cached-task-prefix", Severity.Error)) ?? trustDomain;
        if (prefix is null)
        {
            return;
        }

        draft.HasPrefix = true;
        if (!IndexNamespace.TryParse(prefix.Text, out _))
        {
            values.Report(
                $"The prefix of namespaces cannot be {prefix.Description}",
                "Use letters, digits and -_!~*'()% with single dots between.",
                prefix,
                Severity.Error);
            return;
        }

        draft.Config = draft.Config with { Prefix = prefix.Text };
    }

    private void ReadExpiry(YamlMap config, ConfigDraft draft)
    {
        if (values.Text(config, "task-expires-after", Severity.Error) is not { } text)
        {
            return;
        }

        if (TaskDuration.TryParse(text.Text, out var expiry))
        {
            draft.Config = draft.Config with { Expiry = draft.Config.Expiry.SetItem(ExpiringLevel, expiry) };
        }
        else
        {
            values.Report(
                $"'task-expires-after' is {text.Description}", $"Write {TaskDuration.Grammar}.", text, Severity.Error);
        }
    }

    private void ReadPool(YamlMap aliases, ConfigDraft draft)
    {
        if (values.Map(aliases, ImagesAlias, Severity.Warning) is not { } pool)
        {
            return;
        }

        draft.Change<TaskSettings>(tasks => tasks with
        {
            Provisioner = values.Keyed(pool, "provisioner"),
            WorkerType = values.Keyed(pool, "worker-type"),
            Implementation = ReadImplementation(pool),
        });
    }

    /// <summary>What Treeherder calls the groups of symbols, <c>I</c> of <c>I(base)</c>.</summary>
    private void ReadGroups(YamlMap config, ConfigDraft draft)
    {
        if (values.Map(config, "treeherder", Severity.Warning) is not { } treeherder
            || values.Map(treeherder, "group-names", Severity.Warning) is not { } names)
        {
            return;
        }

        var known = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (symbol, _) in names.Entries)
        {
            if (values.Text(names, symbol.Text, Severity.Warning) is { } name)
            {
                known[symbol.Text] = name.Text;
            }
        }

        draft.Change<TaskSettings>(tasks => tasks with { GroupNames = known.ToImmutable() });
    }

    private WorkerImplementation ReadImplementation(YamlMap pool)
    {
        switch (values.Text(pool, "implementation", Severity.Warning))
        {
            case null or { Text: WorkerNames.DockerWorker }:
                return WorkerImplementation.DockerWorker;
            case { Text: WorkerNames.GenericWorker }:
                return WorkerImplementation.GenericWorker;
            case var other:
                values.Report(
                    $"The implementation of the workers '{ImagesAlias}' is {other.Description}",
                    $"Slipway makes tasks for {WorkerNames.DockerWorker} and {WorkerNames.GenericWorker}; say which "
                    + "one below 'taskcluster:' in slipway.yml.",
                    other,
                    Severity.Warning);
                return WorkerImplementation.DockerWorker;
        }
    }
}
