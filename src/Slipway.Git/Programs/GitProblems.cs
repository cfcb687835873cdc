using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Git.Programs;

/// <summary>The errors of git, in one wording.</summary>
internal static class GitProblems
{
    public static SlipwayException Missing(Exception inner) => new(
        new Diagnostic(
            GitCodes.GitMissing,
            "The program 'git' cannot be started",
            "Install git (on Debian and Ubuntu: `apt-get install git`)."),
        inner);

    public static SlipwayException NotACheckout(string folder) => Error(
        GitCodes.NotACheckout,
        $"{Display.Text(folder)} is not in a git checkout",
        "Run it in a checkout, or compare with a digest instead.");

    public static SlipwayException OwnerRefused(string folder) => Error(
        GitCodes.OwnerRefused,
        $"git refuses to look into {Display.Text(folder)}, which belongs to another user",
        $"If you trust it, run `git config --global --add safe.directory '{folder}'`.");

    public static SlipwayException Failed(string what, string errors) => Error(
        GitCodes.Failed,
        $"`git {what}` failed: {Display.Line(Display.WithoutCredentials(LastLine(errors) ?? "it said nothing"))}",
        "Run that command in the checkout; `git fsck` tells whether the repository is in order.");

    public static SlipwayException RevisionUnknown(string revision, string? nearest) => Error(
        GitCodes.RevisionUnknown,
        $"There is no revision '{Display.Text(revision)}' in this checkout",
        nearest is null
            ? "Name a commit, a branch or a tag; `git fetch` gets those that are not here yet."
            : $"Did you mean '{nearest}'? `git fetch` gets revisions that are not here yet.");

    public static SlipwayException NoMainBranch() => Error(
        GitCodes.NoMainBranch,
        "There is neither origin/HEAD nor a branch origin/main, origin/master, main or master",
        "Name the revision to compare with, or run `git remote set-head origin --auto`.");

    public static SlipwayException NoMergeBase(string main) => Error(
        GitCodes.NoMergeBase,
        $"HEAD and {main} have no commit in common in this checkout",
        "Fetch the history (`git fetch --unshallow`, in CI a fetch depth of 0), or name the revision to compare with.");

    public static SlipwayException NoCommitThen(DateTimeOffset moment) => Error(
        GitCodes.NoCommitThen,
        $"HEAD has no commit from {moment.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z or before",
        "Give a later date, or fetch more of the history (`git fetch --unshallow`).");

    public static SlipwayException SubmoduleUnavailable(string path, string commit) => new(new Diagnostic(
        GitCodes.SubmoduleUnavailable,
        $"the submodule '{Display.Text(path)}' stands at another commit ({commit[..12]}) in that revision",
        "Check that revision out, submodules included, and run the command there.",
        new SourceLocation(path)));

    private static SlipwayException Error(DiagnosticCode code, string message, string remedy) =>
        new(new Diagnostic(code, message, remedy));

    private static string? LastLine(string text) =>
        text.Split('\n').LastOrDefault(line => line.Trim().Length > 0)?.Trim();
}
