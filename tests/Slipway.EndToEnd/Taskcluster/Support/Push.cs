using System.Globalization;

namespace Slipway.EndToEnd.Taskcluster.Support;

/// <summary>A push for which a decision task decides.</summary>
/// <param name="Level">1 to 3.</param>
/// <param name="Project">The branch.</param>
internal sealed record Push(int Level, string Project)
{
    /// <summary>What the namespaces and the scheduler of the tree begin with.</summary>
    public string Prefix { get; init; } = "e2e";

    public string Revision { get; init; } = "5d41402abc4b2a76b9719d911017c592ae2a55a0";

    public DateTimeOffset Date { get; init; } = DateTimeOffset.UtcNow;

    public string SchedulerId => $"{Prefix}-level-{Level}";

    /// <summary>The pool that builds for this level, as the trees of these tests configure it.</summary>
    public string Workers => $"e2e/level-{Level}";

    /// <summary>What a decision may do at this level, and nothing of what it may at another one.</summary>
    public IEnumerable<string> Scopes =>
    [
        "queue:create-task:project:none",
        $"queue:scheduler-id:{SchedulerId}",
        $"queue:create-task:lowest:{Workers}",
        $"queue:route:index.{Prefix}.cache.level-{Level}.*",
        "queue:route:checks",
        $"queue:route:tc-treeherder.v2.{Project}.*",
    ];

    /// <summary>The file that taskgraph's decision leaves.</summary>
    /// <remarks>https://taskcluster-taskgraph.readthedocs.io/en/latest/reference/parameters.html</remarks>
    public string ToParameters() => $"""
        base_ref: main
        base_repository: https://example.com/monorepo
        base_rev: {new string('0', 40)}
        build_date: {Date.ToUnixTimeSeconds()}
        build_number: 1
        do_not_optimize: []
        enable_always_target: true
        existing_tasks: {"{}"}
        files_changed:
        - services/hello/hello.sh
        filters:
        - target_tasks_method
        head_ref: {Project}
        head_repository: https://example.com/monorepo
        head_rev: {Revision}
        head_tag: ''
        level: '{Level}'
        moz_build_date: '{Date.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}'
        next_version: null
        optimize_strategies: null
        optimize_target_tasks: true
        owner: team@example.com
        project: {Project}
        pushdate: {Date.ToUnixTimeSeconds()}
        pushlog_id: '7'
        repository_type: git
        target_tasks_method: default
        tasks_for: github-push
        version: null

        """;
}
