namespace Slipway.Model.Engines;

/// <summary>The labels that every image gets.</summary>
public static class ImageLabels
{
    /// <summary>The image's name in its tree.</summary>
    public const string Image = "dev.slipway.image";

    /// <summary>
    /// The digest of its inputs; for a registry image its publication digest, which does not depend on the dialect.
    /// </summary>
    public const string Digest = "dev.slipway.digest";
}
