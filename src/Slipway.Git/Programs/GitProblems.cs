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

    public static SlipwayException InGitDirectory(string folder, string gitFolder) => Error(
        GitCodes.InGitDirectory,
        $"{Display.Text(folder)} is in the git directory {Display.Text(gitFolder)}, and not in a checkout of it",
        "Run it in a checkout. If you do not know that git directory, do not run git there: its settings can start "
            + "programs.");

    public static SlipwayException OwnerRefused(string folder) => Error(
        GitCodes.OwnerRefused,
        $"git refuses to look into {Display.Text(folder)}, which belongs to another user",
        $"If you trust it, run `git config --global --add safe.directory '{folder}'`.");

    public static SlipwayException Failed(string what, string errors) => Error(
        GitCodes.Failed,
        $"`git {what}` failed: {Display.Line(Display.WithoutCredentials(LastLine(errors) ?? "it said nothing"))}",
        "Run that command in the checkout; `git fsck` tells whether the repository is in order.");

    public static SlipwayException RevisionUnknown(string revision, string? nearest, bool isShallow) => Error(
        GitCodes.RevisionUnknown,
        $"There is no revision '{Display.Text(revision)}' in this checkout{Shallow(isShallow)}",
        (nearest is null ? string.Empty : $"Did you mean '{nearest}'? ")
        + (Range(revision) is { } range ? range
            : isShallow ? Unshallow + ", or name a commit that is here."
            : nearest is null ? "Name a commit, a branch or a tag; `git fetch` gets those that are not here yet."
            : "`git fetch` gets revisions that are not here yet."));

    // git log takes two dots, which for trees would leave open what is compared.
    private static string? Range(string revision) =>
        revision.Split("..") is [{ Length: > 0 } from, { Length: > 0 } to] && to[0] != '.'
            ? $"`slipway impact {Display.Text($"{from}...{to}")}` is about what changed since the two parted, "
                + $"`slipway diff {Display.Text($"{from} {to}")}` compares them as they are."
            : null;

    // Where only one branch was fetched, `git remote set-head` finds no branch that it could point at.
    public static SlipwayException NoMainBranch(bool isShallow) => Error(
        GitCodes.NoMainBranch,
        "There is neither origin/HEAD nor a branch origin/main, origin/master, main or master"
        + Shallow(isShallow),
        isShallow
            ? $"{Unshallow}, with the main branch (`git fetch --unshallow origin "
                + "'+refs/heads/*:refs/remotes/origin/*'`), or name the revision to compare with."
            : "Name the revision to compare with, or run `git remote set-head origin --auto`.");

    public static SlipwayException NoMergeBase(string main, bool isShallow) => Error(
        GitCodes.NoMergeBase,
        $"HEAD and {main} have no commit in common in this checkout{Shallow(isShallow)}",
        isShallow
            ? $"{Unshallow}, or name the revision to compare with."
            : "Name the revision to compare with: the two have nothing in common, however much is fetched.");

    public static SlipwayException NoCommitThen(DateTimeOffset moment, bool isShallow) => Error(
        GitCodes.NoCommitThen,
        $"HEAD has no commit from {moment.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z or before{Shallow(isShallow)}",
        isShallow ? $"{Unshallow}, or give a later date." : "Give a later date.");

    public static SlipwayException SubmoduleUnavailable(string path, string commit) => new(new Diagnostic(
        GitCodes.SubmoduleUnavailable,
        $"the submodule '{Display.Text(path)}' stands at another commit ({commit[..12]}) in that revision",
        "Check that revision out, submodules included, and run the command there.",
        new SourceLocation(path)));

    private const string Unshallow = GitAdvice.Unshallow;

    private static string Shallow(bool isShallow) =>
        isShallow ? "; the checkout is shallow: only the newest commits were fetched" : string.Empty;

    private static SlipwayException Error(DiagnosticCode code, string message, string remedy) =>
        new(new Diagnostic(code, message, remedy));

    private static string? LastLine(string text) =>
        text.Split('\n').LastOrDefault(line => line.Trim().Length > 0)?.Trim();
}
