namespace Slipway.Model.Configuration;

/// <summary>Whether pull requests see each other's images.</summary>
public enum PullRequestScope
{
    /// <summary>Each pull request has a scope of its own.</summary>
    Isolated,

    /// <summary>All pull requests share one scope, as taskgraph's do.</summary>
    Shared,

    /// <summary>Pull requests use what the trusted levels have, and nothing of theirs is indexed.</summary>
    None,
}
