namespace Slipway.Application.Decisions;

/// <summary>What a person says about a push that taskgraph's parameters would say.</summary>
public sealed record PushParameterOptions
{
    /// <summary>taskgraph's parameters of the push, YAML or JSON; what else is said goes before it.</summary>
    public string? File { get; init; }

    /// <summary>Who caused the push.</summary>
    public string? Owner { get; init; }

    /// <summary>What caused it, such as <c>hg-push</c>.</summary>
    public string? TasksFor { get; init; }

    /// <summary>The repository that was pushed to.</summary>
    public string? HeadRepository { get; init; }

    /// <summary>The repository that it was made from; null for the one that was pushed to.</summary>
    public string? BaseRepository { get; init; }

    /// <summary>The branch or tag that was pushed.</summary>
    public string? HeadRef { get; init; }

    /// <summary>The kind of the repository; null for git.</summary>
    public string? RepositoryType { get; init; }

    /// <summary>Mercurial's number of the push.</summary>
    public string? PushlogId { get; init; }
}
