namespace Slipway.Application.Explaining;

/// <summary>The kind of answer to "why is this image built?".</summary>
public enum WhyVerdict
{
    /// <summary>It is not built: the last build has the same inputs.</summary>
    UpToDate,

    /// <summary>Its inputs are others than those of the build that it was compared with.</summary>
    Changed,

    /// <summary>Nothing changed, but its <c>max-age</c> has passed.</summary>
    TooOld,

    /// <summary>Nothing changed, but a parent is stale or was built again for its age.</summary>
    ParentTooOld,

    /// <summary>Nothing changed, but the index has no entry for it any more.</summary>
    EntryGone,

    /// <summary>It was built, but nowhere that this push may use.</summary>
    OtherLevelOnly,

    /// <summary>It was never built.</summary>
    NeverBuilt,

    /// <summary>Every push builds it, so nothing of it is indexed.</summary>
    Uncached,
}
