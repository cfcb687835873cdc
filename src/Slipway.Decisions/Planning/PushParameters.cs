using System.Collections.Immutable;
using Slipway.Model.Pushes;

namespace Slipway.Decisions.Planning;

/// <summary>The push that a decision is made for, in the words of taskgraph's parameters.</summary>
/// <remarks>https://taskcluster-taskgraph.readthedocs.io/en/latest/reference/parameters.html</remarks>
public sealed record PushParameters
{
    /// <summary>
    /// The level, the push date (<c>build_date</c>, else <c>pushdate</c>), and the pull request if it is one.
    /// </summary>
    public required PushContext Push { get; init; }

    public required string Project { get; init; }

    /// <summary>Who caused it: an e-mail address.</summary>
    public required string Owner { get; init; }

    /// <summary>What caused it, such as <c>hg-push</c> or <c>github-pull-request</c>.</summary>
    public required string TasksFor { get; init; }

    public required string HeadRepository { get; init; }

    public required string HeadRevision { get; init; }

    /// <summary>The branch or tag, with or without <c>refs/heads/</c>; may be empty.</summary>
    public string HeadRef { get; init; } = string.Empty;

    public required string BaseRepository { get; init; }

    /// <summary><c>git</c> or <c>hg</c>.</summary>
    public required string RepositoryType { get; init; }

    /// <summary>Mercurial's number of the push; taskgraph says 0 where there is none.</summary>
    public string PushlogId { get; init; } = "0";

    /// <summary>Every single value that a file of parameters has, by name.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The push of which some parameters speak.</summary>
    /// <param name="said">What is said; of what a push cannot be without, everything.</param>
    /// <param name="push">Its level, its date, and the pull request if it is one.</param>
    public static PushParameters Of(ParametersFile said, PushContext push)
    {
        string head = Needed(said.HeadRepository);
        return new PushParameters
        {
            Push = push,
            Project = Needed(said.Project),
            Owner = Needed(said.Owner),
            TasksFor = Needed(said.TasksFor),
            HeadRepository = head,
            HeadRevision = Needed(said.HeadRevision),
            HeadRef = said.HeadRef ?? string.Empty,
            BaseRepository = said.BaseRepository ?? head,
            RepositoryType = said.RepositoryType ?? "git",
            PushlogId = said.PushlogId ?? "0",
            Values = said.Values,
        };

        string Needed(string? value) => value
            ?? throw new ArgumentException($"{said.Name} lacks what no push is without.", nameof(said));
    }

    public bool IsPullRequest => IsPullRequestEvent(TasksFor);

    /// <summary>Whether <c>tasks_for</c> says that a push is a pull request.</summary>
    public static bool IsPullRequestEvent(string tasksFor) =>
        tasksFor.StartsWith("github-pull-request", StringComparison.Ordinal);
}
