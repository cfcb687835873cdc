using System.Collections.Frozen;
using Slipway.Model.Values;

namespace Slipway.Model.History;

/// <summary>Files of build contexts that git does not keep.</summary>
/// <param name="Untracked">Neither tracked nor ignored.</param>
/// <param name="Ignored">Not tracked, and ignored.</param>
public sealed record UntrackedSources(FrozenSet<RelativePath> Untracked, FrozenSet<RelativePath> Ignored)
{
    public static readonly UntrackedSources None = new(FrozenSet<RelativePath>.Empty, FrozenSet<RelativePath>.Empty);
}
