namespace Slipway.Review.Publishing;

/// <summary>What a push does with one image.</summary>
public enum PushAction
{
    /// <summary>Its version is new to the registry: it is built if need be, and sent.</summary>
    Push,

    /// <summary>Its version is published with this content: nothing is sent.</summary>
    Keep,

    /// <summary>Its version is published with other content: nothing of the whole push is done.</summary>
    Refuse,
}
