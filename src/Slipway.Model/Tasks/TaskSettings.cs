using System.Collections.Immutable;

namespace Slipway.Model.Tasks;

/// <summary>
/// How the tasks that build images are made: <c>taskcluster:</c> of <c>slipway.yml</c>, or taskgraph's configuration.
/// </summary>
public sealed record TaskSettings
{
    /// <summary>
    /// Says whose tasks these are; the scheduler and extra routes begin with it. Null for the prefix.
    /// </summary>
    public string? TrustDomain { get; init; }

    /// <summary>
    /// May hold <c>{trust-domain}</c> and <c>{level}</c>. Null for taskgraph's <c>{trust-domain}-level-{level}</c>.
    /// </summary>
    public string? SchedulerId { get; init; }

    /// <summary>The Queue's project id. Null for the service's default.</summary>
    public string? ProjectId { get; init; }

    /// <summary>May hold <c>{trust-domain}</c>, <c>{level}</c> and <c>{alias}</c>.</summary>
    public KeyedText? Provisioner { get; init; }

    /// <summary>May hold <c>{trust-domain}</c>, <c>{level}</c> and <c>{alias}</c>.</summary>
    public KeyedText? WorkerType { get; init; }

    public WorkerImplementation Implementation { get; init; } = WorkerImplementation.DockerWorker;

    /// <summary>
    /// The image that docker-worker runs to build one. It is no part of digests. Null for <c>image-builder:</c>.
    /// </summary>
    public string? Image { get; init; }

    /// <summary>One of the Queue's priorities, <c>lowest</c> to <c>highest</c>.</summary>
    public KeyedText? Priority { get; init; }

    /// <summary>
    /// After this time a task that is not done is given up. Null for one day. May depend on the project.
    /// </summary>
    public KeyedText? Deadline { get; init; }

    /// <summary>How long a build may run.</summary>
    public TimeSpan MaxRunTime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>What Treeherder calls groups of symbols, by the group's symbol.</summary>
    public ImmutableSortedDictionary<string, string> GroupNames { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Scopes of every image's task, besides those that it needs.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];
}

/// <summary>What runs tasks; each has its own form of payload.</summary>
public enum WorkerImplementation
{
    DockerWorker,
    GenericWorker,
}
