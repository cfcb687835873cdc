using System.Collections.Immutable;

namespace Slipway.Model.Tasks;

/// <summary>What a tree with gecko's transforms says about the task that builds packages; none of it counts for their
/// digest.</summary>
public sealed record PackageTaskSettings
{
    public string Description { get; init; } = string.Empty;

    /// <summary>Where Treeherder shows it: <c>platform/collection</c>; null for nowhere.</summary>
    public string? Platform { get; init; }

    /// <summary>Treeherder's kind of jobs.</summary>
    public string JobKind { get; init; } = "build";

    /// <summary>Treeherder's tier.</summary>
    public int Tier { get; init; } = 1;

    /// <summary>The alias of the workers.</summary>
    public string? WorkerType { get; init; }

    /// <summary>The policy of how long it lives; null for the usual one.</summary>
    public string? ExpirationPolicy { get; init; }

    /// <summary>How long it lives, where it says so itself; null for what the policy says.</summary>
    public string? ExpiresAfter { get; init; }

    /// <summary>Its priority, where it says one itself; null for that of the project.</summary>
    public string? Priority { get; init; }

    /// <summary>Whether the worker vouches for what it makes.</summary>
    public bool HasChainOfTrust { get; init; }

    /// <summary>How long the task may run; null where nothing says so.</summary>
    public TimeSpan? MaxRunTime { get; init; }

    /// <summary>Variables that it says itself, in the order in which they are written.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];
}
