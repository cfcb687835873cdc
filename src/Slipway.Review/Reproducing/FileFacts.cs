namespace Slipway.Review.Reproducing;

/// <summary>What has to be known of a file to say why it differs.</summary>
/// <param name="State">What git knows of it.</param>
/// <param name="Here">Its content here; empty when there is none or it is a link.</param>
/// <param name="There">Its content in the other place.</param>
public readonly record struct FileFacts(GitState State, ReadOnlyMemory<byte> Here, ReadOnlyMemory<byte> There);

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
