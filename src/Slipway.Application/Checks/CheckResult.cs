using System.Collections.Immutable;
using Slipway.Review.Checks.Findings;

namespace Slipway.Application.Checks;

/// <summary>What a check came to.</summary>
/// <param name="Fixed">What was put right; none unless that was asked for.</param>
/// <param name="Report">What was found, or what remains.</param>
public sealed record CheckResult(ImmutableArray<Fix> Fixed, CheckReport Report);
