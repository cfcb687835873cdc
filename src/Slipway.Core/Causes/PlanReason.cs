using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>Why a plan does what it does with an image. A closed set of cases.</summary>
public abstract record PlanReason
{
    private PlanReason()
    {
    }

    /// <summary>Found in the index.</summary>
    /// <param name="Scope">Where.</param>
    public sealed record Found(IndexScope Scope) : PlanReason
    {
        /// <summary>The name that the same image was built under, when it was not found under its own.</summary>
        public ImageName? SameAs { get; init; }

        /// <summary>Whether no image of the tree has that name any more.</summary>
        public bool IsRenamed { get; init; }
    }

    /// <summary>
    /// Never built, or its entry is gone: nothing in the scopes that the push may read says what changed.
    /// </summary>
    public sealed record NotIndexed : PlanReason;

    /// <summary>The newest indexed build has another digest, and no parent explains it.</summary>
    /// <param name="Previous">That digest; null when the build did not write it down.</param>
    public sealed record InputsChanged(InputsDigest? Previous) : PlanReason
    {
        /// <summary>What changed; null when nobody looked.</summary>
        public Explanation? Explanation { get; init; }
    }

    /// <summary>Parents are not what they were.</summary>
    /// <param name="Parents">They.</param>
    public sealed record ParentsChanged(ImmutableArray<ImageName> Parents) : PlanReason
    {
        /// <summary>The digest of the newest indexed build; null when it did not write it down.</summary>
        public InputsDigest? Previous { get; init; }

        /// <summary>What changed; null when nobody looked.</summary>
        public Explanation? Explanation { get; init; }
    }

    /// <summary>The found image is older than its <c>max-age</c>.</summary>
    /// <param name="BuiltAt">When it was built.</param>
    /// <param name="StaleSince">When its age passed the limit.</param>
    public sealed record TooOld(DateTimeOffset BuiltAt, DateTimeOffset StaleSince) : PlanReason;

    /// <summary>A parent is stale, or was built again for its age after this image was built.</summary>
    /// <param name="BuiltAt">When this image was built.</param>
    /// <param name="StaleSince">When the parent passed its limit, or was built again.</param>
    public sealed record ParentTooOld(ImageName Parent, DateTimeOffset BuiltAt, DateTimeOffset StaleSince) : PlanReason;

    /// <summary>It is built by every push: <c>cache: false</c>.</summary>
    public sealed record Uncached : PlanReason;

    /// <summary>The person asked for it.</summary>
    public sealed record Forced : PlanReason;
}
