using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>A file that defines tasks or CI jobs.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Text">What is in it.</param>
public sealed record ReferringFile(RelativePath Path, string Text);
