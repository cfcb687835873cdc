namespace Slipway.Review.Pinning;

/// <summary>Which references are looked at.</summary>
public enum PinScope
{
    /// <summary>Those without a pin.</summary>
    Missing,

    /// <summary>Those with a pin that follows a tag, too.</summary>
    All,
}
