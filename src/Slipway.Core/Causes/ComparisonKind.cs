namespace Slipway.Core.Causes;

/// <summary>What is known of the difference between two digests of an image.</summary>
public enum ComparisonKind
{
    /// <summary>The digests are the same.</summary>
    Same,

    /// <summary>The manifests of both were compared.</summary>
    Compared,

    /// <summary>There was no such image.</summary>
    Added,

    /// <summary>There is no such image any more.</summary>
    Removed,

    /// <summary>The earlier inputs are not to be had, so only the digests say that something changed.</summary>
    BeforeUnknown,

    /// <summary>The later inputs are not to be had.</summary>
    AfterUnknown,

    /// <summary>
    /// The manifests are equal: in the taskgraph scheme the digest also counts the builder image, which no manifest
    /// lists.
    /// </summary>
    BuilderChanged,
}
