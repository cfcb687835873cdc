using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Builds;

/// <summary>What came of one image of a plan.</summary>
public sealed record ImageOutcome
{
    public required PlannedImage Planned { get; init; }

    public required OutcomeKind Kind { get; init; }

    /// <summary>The build that made the image or failed to; null when it was skipped.</summary>
    public BuildId? Build { get; init; }

    /// <summary>The image ID; null unless there is an image, and while nobody wrote down which one it is.</summary>
    public ImageHash? ImageHash { get; init; }

    /// <summary>Bytes of all layers uncompressed; null unless it was built here.</summary>
    public long? Size { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>Why it failed.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The image of another name that has the same digest and was built in its stead.</summary>
    public ImageName? SameAs { get; init; }

    /// <summary>Where it was found when its turn came, though the plan had found none.</summary>
    public IndexScope? FoundAt { get; init; }

    /// <summary>The parent for whose sake it was skipped.</summary>
    public ImageName? SkippedFor { get; init; }

    /// <summary>The image for stores; null unless there is one.</summary>
    public BuiltImage? Image => IsAvailable && Build is { } build ? new BuiltImage(build, ImageHash) : null;

    public bool IsAvailable => Kind is OutcomeKind.Reused or OutcomeKind.Built or OutcomeKind.BuiltElsewhere;
}

/// <summary>How it went with one image.</summary>
public enum OutcomeKind
{
    /// <summary>It was there.</summary>
    Reused,

    /// <summary>This run built it.</summary>
    Built,

    /// <summary>Another process, or this one under another name, built it since the plan was made.</summary>
    BuiltElsewhere,

    /// <summary>Its build failed.</summary>
    Failed,

    /// <summary>It was not tried, because a parent failed.</summary>
    Skipped,

    /// <summary>The run was cancelled before it was done.</summary>
    Cancelled,
}
