using Slipway.Core.Checks.Facts;
using Slipway.Core.Values;

namespace Slipway.Core.Checks;

/// <summary>What version control knows of the tree.</summary>
public interface ITreeHistory
{
    /// <summary>The tree as a revision has it.</summary>
    /// <param name="revision">A revision; null for the one at which this line of work left the main branch.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="Diagnostics.SlipwayException">There is no such revision.</exception>
    Task<TreeRevision> OpenAsync(string? revision, CancellationToken cancellationToken);

    /// <summary>Which of some files are not kept.</summary>
    Task<UntrackedSources> FindUntrackedAsync(
        IReadOnlyCollection<RelativePath> files, CancellationToken cancellationToken);
}
