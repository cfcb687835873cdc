namespace Slipway.Git.Revisions;

/// <summary>A name of git that leads to a commit.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">As people call it: <c>release/1</c>, without the name of the remote that it was fetched
/// from.</param>
/// <param name="Commit">The commit's full id.</param>
public sealed record GitTip(GitTipKind Kind, string Name, string Commit);

/// <summary>What leads to a commit.</summary>
public enum GitTipKind
{
    /// <summary>A branch of this repository, or one that was fetched.</summary>
    Branch,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>What is checked out here, or in another working tree of the repository.</summary>
    CheckedOut,
}
