using Slipway.Review.Pinning;

namespace Slipway.Application.Pinning;

/// <summary>What became of the pins of a tree.</summary>
/// <param name="Plan">What is pinned, and what would have to be written.</param>
/// <param name="IsSound">Whether every pin is there and is what its tag means, and every reference could be read.</param>
public sealed record PinResult(PinPlan Plan, bool IsSound);
