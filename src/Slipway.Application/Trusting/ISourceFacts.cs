using System.Collections.Immutable;
using Slipway.Trust.Documents;

namespace Slipway.Application.Trusting;

/// <summary>Says what source trees hold at revisions.</summary>
internal interface ISourceFacts
{
    Task<TreeFacts> FindAsync(SourceQuestion question, CancellationToken cancellationToken);

    /// <summary>
    /// What the tree at hand knows of some revisions: the same text for as long as an answer by it would be the same.
    /// Nothing is fetched.
    /// </summary>
    Task<string> AtHandAsync(IEnumerable<SourceQuestion> questions, CancellationToken cancellationToken);
}

/// <summary>Which tree is asked for.</summary>
/// <param name="Repository">The address of the repository, as tasks name it.</param>
/// <param name="Revision">The whole id of the commit.</param>
/// <param name="Address">Where it is fetched from: the repository, or a mirror of it.</param>
/// <param name="Branches">The branches that the policy names; none when it names none.</param>
internal sealed record SourceQuestion(
    string Repository, string Revision, string Address, ImmutableHashSet<string> Branches)
{
    /// <summary>The images about which is asked; null for all of the tree.</summary>
    public ImmutableSortedSet<string>? Images { get; init; }
}
