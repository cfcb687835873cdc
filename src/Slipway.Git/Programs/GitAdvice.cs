namespace Slipway.Git.Programs;

/// <summary>What is to be done about a checkout, for messages of others than git's own.</summary>
public static class GitAdvice
{
    /// <summary>The beginning of a sentence, for a checkout that has only the newest commits.</summary>
    public const string Unshallow =
        "Fetch the whole history (`git fetch --unshallow`; in CI a depth of 0, such as `fetch-depth: 0` of "
        + "actions/checkout or `GIT_DEPTH: 0` of GitLab)";
}
