using System.Collections.Frozen;
using Slipway.Model.Values;

namespace Slipway.Git.Trees;

/// <summary>In what the tree of a revision is not the working tree.</summary>
/// <param name="Changed">What the revision has at the paths that differ; null where it has nothing.</param>
/// <param name="BadNames">Folders with a name that is not UTF-8 among what differs, and that name.</param>
internal sealed record RevisionFiles(
    FrozenDictionary<RelativePath, RevisionFile?> Changed,
    FrozenDictionary<RelativePath, ReadOnlyMemory<byte>> BadNames);
