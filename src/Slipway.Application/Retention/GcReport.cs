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
