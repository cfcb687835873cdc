using System.Collections.Frozen;
using Slipway.Model.Values;

namespace Slipway.Git.Trees;

/// <summary>In what the tree of a revision is not the working tree.</summary>
/// <param name="Changed">What the revision has at the paths that differ; null where it has nothing.</param>
/// <param name="BadNames">Folders with a name that is not UTF-8 among what differs, and that name.</param>
internal sealed record RevisionFiles(
    FrozenDictionary<RelativePath, RevisionFile?> Changed,
    FrozenDictionary<RelativePath, ReadOnlyMemory<byte>> BadNames)
{
    /// <summary>The same with what a repository within the tree has in its folder.</summary>
    public RevisionFiles With(RelativePath folder, RevisionFiles inner) => new(
        Changed
            .Where(pair => pair.Key != folder)
            .Concat(inner.Changed.Select(pair => KeyValuePair.Create(folder.Join(pair.Key), pair.Value)))
            .ToFrozenDictionary(),
        BadNames
            .Concat(inner.BadNames.Select(pair => KeyValuePair.Create(folder.Join(pair.Key), pair.Value)))
            .ToFrozenDictionary());
}

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
