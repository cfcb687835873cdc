using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Application.Indexing;

/// <summary>A namespace and the build that it may point to.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Build">The build.</param>
public sealed record IndexInsertion(IndexNamespace Namespace, IndexableBuild Build)
{
    /// <summary>Says which of two entries stands; an equal or higher one replaces.</summary>
    public long Rank { get; init; } = Build.Rank;

    /// <summary>How long the entry stays.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromDays(28);

    internal IndexEntry ToEntry(DateTimeOffset now) => new(Namespace, Build.Id, Rank, now + Life, Build.Data);
}
