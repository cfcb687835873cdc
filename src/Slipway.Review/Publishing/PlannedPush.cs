using Slipway.Model.Diagnostics;

namespace Slipway.Review.Publishing;

/// <summary>What is done with one image, and what a person should know about it.</summary>
/// <param name="Candidate">The image.</param>
/// <param name="Action">What is done.</param>
/// <param name="Remark">Why it is refused, or a warning; null when there is nothing to say.</param>
public sealed record PlannedPush(PushCandidate Candidate, PushAction Action, Diagnostic? Remark);
