namespace Slipway.Review.Reproducing;

/// <summary>What git knows of a file.</summary>
public enum GitState
{
    /// <summary>It is committed as it is.</summary>
    Committed,

    /// <summary>It is tracked, and not as it was committed.</summary>
    Changed,

    Untracked,

    Ignored,
}
