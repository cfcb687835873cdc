namespace Slipway.Application.Builds;

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
