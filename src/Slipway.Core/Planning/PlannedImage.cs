using System.Collections.Immutable;
using Slipway.Core.Causes;
using Slipway.Core.Lookup;
using Slipway.Model.Values;

namespace Slipway.Core.Planning;

/// <summary>What is done with one image, and why.</summary>
public sealed record PlannedImage
{
    public required ImageName Name { get; init; }

    /// <summary>The inputs digest.</summary>
    public required InputsDigest Digest { get; init; }

    public required PlanAction Action { get; init; }

    public required PlanReason Reason { get; init; }

    /// <summary>What the index has for the digest, also when it is stale; null when nothing was found.</summary>
    public FoundImage? Found { get; init; }

    /// <summary>The platform that it is built for; null for that of the plan.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether <see cref="Digest"/> is one that the tree's dialect knows; what every push builds may have
    /// none.</summary>
    public bool HasDigest { get; init; } = true;

    /// <summary>Whether it is packages, which only a task builds.</summary>
    public bool IsPackage { get; init; }

    /// <summary>The image that a task which builds these packages runs in; null for an image, and where the tree has
    /// no such image.</summary>
    public ImageName? RunsIn { get; init; }

    /// <summary>What it needs, by name.</summary>
    public ImmutableArray<ImageName> Parents { get; init; } = [];

    /// <summary>Where the digest may be found, the most trusted scope first.</summary>
    public ImmutableArray<IndexQuestion> Candidates { get; init; } = [];

    /// <summary>What a build inserts, in this order.</summary>
    public ImmutableArray<IndexNamespace> Inserts { get; init; } = [];

    /// <summary>
    /// What reusing it inserts: where the index does not say yet that the newest push uses this image, or does not have
    /// it under this name. None for most.
    /// </summary>
    public ImmutableArray<IndexNamespace> Renames { get; init; } = [];

    /// <summary>The time after which a build of this digest would not be stale; null when any will do.</summary>
    public DateTimeOffset? FreshAfter { get; init; }

    public bool MustBuild => Action != PlanAction.Reuse;
}

/// <summary>What a plan does with an image.</summary>
public enum PlanAction
{
    /// <summary>It was found and is used as it is.</summary>
    Reuse,

    /// <summary>It was not found, or it is built on demand.</summary>
    Build,

    /// <summary>It was found, but it is stale on purpose, and is built again.</summary>
    Expired,
}
