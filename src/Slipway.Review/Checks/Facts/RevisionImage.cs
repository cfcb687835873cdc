using Slipway.Core.Digests;

namespace Slipway.Review.Checks.Facts;

/// <summary>A registry image as a revision has it.</summary>
/// <param name="Version">What <c>VERSION</c> said.</param>
/// <param name="Inputs">What determined it.</param>
public sealed record RevisionImage(string Version, ImageInputs Inputs);
