using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Configuration;

/// <summary>What digests of a tree with gecko's transforms depend on besides its images.</summary>
/// <remarks>Null means that nobody has said it yet.</remarks>
public sealed record GeckoSettings
{
    public const string Git = "git";
    public const string Mercurial = "hg";

    /// <summary>Where <c>slipway.yml</c> says something of it; null when it does not.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary><c>git</c> or <c>hg</c>: a part of every digest.</summary>
    public string? RepositoryType { get; init; }

    /// <summary>Whether the type <c>git</c> is a part of digests; before there were pushes to git it was not.</summary>
    public bool? CountsRepositoryType { get; init; }

    /// <summary>Whether arguments stand in digests with blanks between.</summary>
    public bool? HasSpacedArguments { get; init; }

    /// <summary>Whether Python has the package orjson, which writes characters beyond ASCII as they are.</summary>
    public bool? HasOrjson { get; init; }

    /// <summary>What <c># %include-run-task</c> stands for.</summary>
    public RunTaskForm? RunTask { get; init; }

    /// <summary>
    /// The root URL that the commands of packages hold; <see cref="RootUrlVariable"/> in newer gecko.
    /// </summary>
    public string? RootUrl { get; init; }

    /// <summary>What stands in the commands of newer gecko, for the shell to put the root URL in.</summary>
    public const string RootUrlVariable = "$TASKCLUSTER_ROOT_URL";

    /// <summary>These, and where they say nothing, others.</summary>
    public GeckoSettings Over(GeckoSettings others) => new()
    {
        Location = Location ?? others.Location,
        RepositoryType = RepositoryType ?? others.RepositoryType,
        CountsRepositoryType = CountsRepositoryType ?? others.CountsRepositoryType,
        HasSpacedArguments = HasSpacedArguments ?? others.HasSpacedArguments,
        HasOrjson = HasOrjson ?? others.HasOrjson,
        RunTask = RunTask ?? others.RunTask,
        RootUrl = RootUrl ?? others.RootUrl,
    };
}
