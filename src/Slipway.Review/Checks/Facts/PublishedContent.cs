namespace Slipway.Review.Checks.Facts;

/// <summary>How what is published under an image's version compares with the tree.</summary>
public enum PublishedContent
{
    /// <summary>Not known: the registry was not asked or failed, or the image's context is wrong.</summary>
    Unknown,

    /// <summary>The registry has no such version.</summary>
    Nothing,

    /// <summary>Built from what is in the tree.</summary>
    Same,

    /// <summary>Built from something else.</summary>
    Other,

    /// <summary>It does not say what it was built from.</summary>
    Unlabelled,
}
