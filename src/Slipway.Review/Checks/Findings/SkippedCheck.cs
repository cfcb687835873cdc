namespace Slipway.Review.Checks.Findings;

/// <summary>Something that was not looked at.</summary>
/// <param name="What">What, such as <c>what registries have</c>.</param>
/// <param name="Why">Why not, in a few words.</param>
public sealed record SkippedCheck(string What, string Why);
