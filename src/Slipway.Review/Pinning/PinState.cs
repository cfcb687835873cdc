namespace Slipway.Review.Pinning;

/// <summary>How a reference stands to what the registry has.</summary>
public enum PinState
{
    /// <summary>It has no pin.</summary>
    Missing,

    /// <summary>Its tag means another digest by now.</summary>
    Stale,

    /// <summary>Its tag means this digest.</summary>
    Current,

    /// <summary>It has a pin, and the registry was not asked: because nobody wanted to know, or because it has no tag.</summary>
    Kept,
}
