using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Indexing;

/// <summary>Whose repositories a push reads, and to whose it writes.</summary>
/// <param name="Readable">The most trusted first.</param>
/// <param name="Writable">The one that it writes to.</param>
internal sealed record SharedScopes(ImmutableArray<IndexScope> Readable, IndexScope Writable)
{
    /// <summary>Every scope of which there is something to see: all levels, and what the push reads besides.</summary>
    public ImmutableArray<IndexScope> Visible { get; } =
        [.. Level.Lowest.TrustedLevels().Select(IndexScope.Of).Concat(Readable).Append(Writable).Distinct()];

    /// <summary>The places of a namespace, the most trusted first: several for one that says no scope itself.</summary>
    public ImmutableArray<SharedPlace> PlacesOf(SharedLayout layout, IndexNamespace ns) =>
        layout.Find(ns) is { } place ? [place] : [.. Readable.Select(scope => layout.Named(ns, scope))];
}
