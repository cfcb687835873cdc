using Slipway.Model.Diagnostics;

namespace Slipway.Git.Programs;

/// <summary>What can go wrong between Slipway and git.</summary>
public static class GitCodes
{
    public static readonly DiagnosticCode GitMissing = new(1901, "Git is not installed", ExitCode.Failed);

    public static readonly DiagnosticCode NotACheckout = new(1902, "The tree is not in a git checkout", ExitCode.Usage);

    public static readonly DiagnosticCode OwnerRefused =
        new(1903, "Git refuses a checkout of another owner", ExitCode.Failed);

    public static readonly DiagnosticCode RevisionUnknown = new(1904, "There is no such revision", ExitCode.Usage);

    public static readonly DiagnosticCode NoMainBranch = new(
        1905, "There is no main branch to compare with", ExitCode.Usage);

    public static readonly DiagnosticCode NoMergeBase =
        new(1906, "The history does not reach back to the main branch", ExitCode.Failed);

    public static readonly DiagnosticCode Failed = new(1907, "Git failed", ExitCode.Failed);

    public static readonly DiagnosticCode SubmoduleUnavailable =
        new(1908, "A submodule's files at another revision are not to be had", ExitCode.Failed);

    public static readonly DiagnosticCode NoCommitThen = new(1909, "There was no commit at that time", ExitCode.Usage);

    public static readonly DiagnosticCode InGitDirectory = new(1916, "The tree is in a git directory", ExitCode.Usage);
}
