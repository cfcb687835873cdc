namespace Slipway.Engines.Direct;

/// <summary>What a folder of images has under the ID of one.</summary>
internal enum KeptImage
{
    /// <summary>It is not there, or that cannot be read here.</summary>
    Unknown,

    /// <summary>The image, with its layers.</summary>
    Same,

    /// <summary>Other layers than those of the image.</summary>
    Other,
}
