using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.History;

/// <summary>What version control knows of the tree.</summary>
public interface ITreeHistory
{
    /// <summary>The tree as a revision has it.</summary>
    /// <param name="revision">A revision; null for the one at which this line of work left the main branch.</param>
    /// <exception cref="SlipwayException">There is no such revision.</exception>
    Task<TreeRevision> OpenAsync(string? revision, CancellationToken cancellationToken);

    /// <summary>Which of some files are not kept.</summary>
    Task<UntrackedSources> FindUntrackedAsync(
        IReadOnlyCollection<RelativePath> files, CancellationToken cancellationToken);
}
