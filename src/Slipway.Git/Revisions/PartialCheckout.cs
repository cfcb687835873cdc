namespace Slipway.Git.Revisions;

/// <summary>Tells without running git whether a checkout may lack what git has.</summary>
public static class PartialCheckout
{
    private const string Pointer = "gitdir: ";

    /// <summary>
    /// Whether the checkout around a folder is or was a sparse one, or has submodules, which may not be cloned. Single
    /// files that were left out with <c>--skip-worktree</c> are not seen this way.
    /// </summary>
    /// <exception cref="IOException">The checkout cannot be looked into.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static bool IsPossible(string folder)
    {
        for (string? top = folder; top is not null; top = Path.GetDirectoryName(top))
        {
            string git = Path.Join(top, ".git");
            if (Path.Exists(git))
            {
                return File.Exists(Path.Join(top, ".gitmodules"))
                    || File.Exists(Path.Join(FolderOf(git, top), "info", "sparse-checkout"));
            }
        }

        return false;
    }

    // https://git-scm.com/docs/gitrepository-layout: a worktree and a submodule have a file that says where it is.
    private static string FolderOf(string git, string top) =>
        Directory.Exists(git) || File.ReadLines(git).FirstOrDefault() is not { } line
            || !line.StartsWith(Pointer, StringComparison.Ordinal)
            ? git
            : Path.GetFullPath(line[Pointer.Length..].Trim(), top);
}
