using System.Collections.Immutable;
using Slipway.Model.Tasks;

namespace Slipway.Decisions.Planning;

/// <summary>What is configured for tasks, worked out for one push.</summary>
public sealed record PoolSettings
{
    public required string TrustDomain { get; init; }

    public required string SchedulerId { get; init; }

    /// <summary>Null for the service's default.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The workers that build images; null when nobody asked for them.</summary>
    public WorkerPool? Workers { get; init; }

    public required string Priority { get; init; }

    public required TimeSpan Deadline { get; init; }

    public required TimeSpan MaxRunTime { get; init; }

    public required WorkerImplementation Implementation { get; init; }

    public ImmutableArray<string> Scopes { get; init; } = [];
}

/// <summary>Where tasks wait for a worker.</summary>
public sealed record WorkerPool(string Provisioner, string WorkerType);
