namespace Slipway.Git.Trees;

/// <summary>A file, a link or a submodule that a revision has.</summary>
internal abstract record RevisionFile
{
    private RevisionFile()
    {
    }

    /// <param name="Content">What a checkout would write.</param>
    /// <param name="IsExecutable">Whether it may be executed.</param>
    public sealed record Regular(BlobContent Content, bool IsExecutable) : RevisionFile;

    /// <param name="Target">The text of the link.</param>
    public sealed record Link(string Target) : RevisionFile;

    /// <param name="Commit">The commit that the submodule stands at.</param>
    public sealed record Submodule(string Commit) : RevisionFile;
}
