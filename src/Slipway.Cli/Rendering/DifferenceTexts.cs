using Slipway.Review.Reproducing;

namespace Slipway.Cli.Rendering;

/// <summary>What a kind of difference is called, why it makes one, and what to do about it.</summary>
internal static class DifferenceTexts
{
    public static (string Name, string Reason, string Remedy) Of(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Untracked => (
            "untracked",
            "Git does not have it, so a fresh clone lacks it",
            "Add it with `git add`, or keep it out of the context with `.dockerignore`."),
        DifferenceKind.Ignored => (
            "ignored",
            "Git ignores it, so a fresh clone lacks it",
            "Commit it, make it alike wherever digests are computed, or keep it out with `.dockerignore`."),
        DifferenceKind.Submodule => (
            "submodule",
            "It belongs to a submodule, which a plain clone lacks",
            "Clone with `--recurse-submodules` wherever digests are computed."),
        DifferenceKind.Uncommitted => (
            "uncommitted",
            "It is not as it was committed",
            "Commit it, or restore it with `git restore`."),
        DifferenceKind.AssumedUnchanged => (
            "assumed-unchanged",
            "It is not as it was committed, and git was told to take it for unchanged",
            "Run `git update-index --no-assume-unchanged FILE`, and commit or restore it."),
        DifferenceKind.NotCheckedOut => (
            "not-checked-out",
            "Git was told to leave it out here (a sparse checkout, or skip-worktree), so it is another one or missing",
            "Run `git sparse-checkout add FOLDER`, or `git update-index --no-skip-worktree FILE` and restore it."),
        DifferenceKind.LineEnds => (
            "line-ends",
            "Git converts its line ends",
            "Name it in `.gitattributes` with `-text` (never converted) or `text eol=lf`."),
        DifferenceKind.ExecutableBit => (
            "executable-bit",
            "Its executable bit is not the one that git has",
            "Run `git update-index --chmod=+x FILE` (or `-x`) and commit, or change it here."),
        DifferenceKind.PermissionBits => (
            "permission-bits",
            "Its permission bits follow the umask, and the taskgraph scheme counts them",
            "Compute digests under one umask everywhere, or use the slipway scheme."),
        DifferenceKind.Link => (
            "link",
            "It is a link in one place and a file in the other",
            "Check out with core.symlinks=true, or put what it leads to in its place."),
        DifferenceKind.LfsPointer => (
            "lfs-pointer",
            "A clone without git-lfs has a pointer in its place",
            "Run `git lfs pull` wherever digests are computed."),
        DifferenceKind.Content => (
            "content",
            "Its content is another one there, by a filter of git perhaps",
            "See `git check-attr --all FILE`, and compare it with that of a clone."),
        DifferenceKind.Unreadable => (
            "unreadable",
            "Its image cannot be read there",
            "Make a clone and run `slipway doctor` in it."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
