using Slipway.Model.Values;

namespace Slipway.Review.Pinning;

/// <summary>What is known of one reference.</summary>
/// <param name="Site">Where it stands.</param>
/// <param name="State">How it stands to the registry.</param>
/// <param name="Target">The repo digest that its tag means now; null when the registry was not asked.</param>
public sealed record PinEntry(PinSite Site, PinState State, Sha256Digest? Target)
{
    /// <summary>Whether its file has to be written.</summary>
    public bool IsChange => State is PinState.Missing or PinState.Stale;
}
