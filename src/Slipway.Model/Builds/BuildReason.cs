namespace Slipway.Model.Builds;

/// <summary>Why a build was run. The numbers are stored.</summary>
public enum BuildReason
{
    /// <summary>Inputs, or parents, were not those of the last build.</summary>
    Changed = 1,

    /// <summary>
    /// Nothing was indexed for the digest: it was never built at such a level, or its entry was gone.
    /// </summary>
    NotIndexed = 2,

    /// <summary>It was older than its <c>max-age</c>.</summary>
    TooOld = 3,

    /// <summary>A parent was stale, or had been built again for its age.</summary>
    ParentTooOld = 4,

    /// <summary>The person asked for it.</summary>
    Forced = 5,

    /// <summary>It is built by every push.</summary>
    Uncached = 6,
}
