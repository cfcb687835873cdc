using Slipway.Model.Values;

namespace Slipway.Model.Pushes;

/// <summary>The push for which images are looked up and built.</summary>
public sealed record PushContext
{
    public required Level Level { get; init; }

    /// <summary>The project (branch, repository) that was pushed to.</summary>
    public string? Project { get; init; }

    public string? Revision { get; init; }

    /// <summary>When it was pushed, in UTC, whole seconds: the rank of what it inserts.</summary>
    public required DateTimeOffset PushDate { get; init; }

    /// <summary>The pull request's id, when the push is one: it then writes to a scope of its own only.</summary>
    public string? PullRequest { get; init; }

    /// <summary>The scope in which it builds.</summary>
    public IndexScope Scope => IndexScope.Of(Level, PullRequest);
}
