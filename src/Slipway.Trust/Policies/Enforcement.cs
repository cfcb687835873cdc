namespace Slipway.Trust.Policies;

/// <summary>What is done with an image whose chain is refused.</summary>
public enum Enforcement
{
    /// <summary>Nothing is verified.</summary>
    Off,

    /// <summary>It is said, and the image is used.</summary>
    Warn,

    /// <summary>The image is not used.</summary>
    Require,
}
