using System.Collections.Immutable;

namespace Slipway.Model.Secrets;

/// <summary>Where a command may run, as far as secrets are elsewhere there.</summary>
public static class SecretEnvironments
{
    /// <summary>In no CI.</summary>
    public const string Local = "local";

    /// <summary>In a CI of which nothing closer is said.</summary>
    public const string Ci = "ci";

    public const string GitHub = "github";

    public const string GitLab = "gitlab";

    public const string Taskcluster = "taskcluster";

    public static ImmutableArray<string> All { get; } = [Local, Ci, GitHub, GitLab, Taskcluster];

    /// <summary>The names of the environment that variables tell of, the closest first.</summary>
    /// <param name="variable">Gives the value of a variable; null when it is not set.</param>
    public static ImmutableArray<string> Of(Func<string, string?> variable)
    {
        // https://docs.github.com/actions/reference/workflows-and-actions/variables,
        // https://docs.gitlab.com/ci/variables/predefined_variables/,
        // https://docs.taskcluster.net/docs/reference/workers/docker-worker/environment; CI is a habit of most others.
        string? closest =
            variable("GITHUB_ACTIONS") == "true" ? GitHub
            : variable("GITLAB_CI") == "true" ? GitLab
            : variable("TASK_ID") is { Length: > 0 } && variable("RUN_ID") is { Length: > 0 } ? Taskcluster
            : null;
        return closest is not null ? [closest, Ci]
            : variable("CI") is { Length: > 0 } and not ("false" or "0") ? [Ci]
            : [Local];
    }
}
