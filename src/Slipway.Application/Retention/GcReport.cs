using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;

namespace Slipway.Application.Retention;

/// <summary>What a collection removes, and why.</summary>
/// <param name="Plan">Everything that goes.</param>
public sealed record GcReport(GcPlan Plan)
{
    /// <summary>Whether the tree has a policy; else only expiry counts.</summary>
    public bool HasPolicy { get; init; }

    /// <summary>The builds of the tree that go by its policy.</summary>
    public ImmutableArray<RetiredBuild> Retired { get; init; } = [];

    /// <summary>The builds of the tree that stay, with the reasons.</summary>
    public ImmutableArray<RetentionVerdict> Kept { get; init; } = [];
}

/// <summary>What a collection of a registry does.</summary>
/// <param name="Address">The registry and the path.</param>
/// <param name="Plan">What is to be done.</param>
/// <param name="Outcome">What was done; null when nothing was.</param>
public sealed record SharedGcReport(string Address, SharedGcPlan Plan, SharedGcOutcome? Outcome);
