namespace Slipway.Core.Catalog;

/// <summary>The labels that Slipway gives to the images that it builds.</summary>
public static class ImageLabels
{
    /// <summary>The name of the image.</summary>
    public const string Image = "dev.slipway.image";

    /// <summary>The digest of its inputs, 64 digits.</summary>
    public const string Digest = "dev.slipway.digest";
}
