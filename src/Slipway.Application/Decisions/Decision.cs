using Slipway.Core.Tasks.Decisions;

namespace Slipway.Application.Decisions;

/// <summary>A decision, made or only planned.</summary>
/// <param name="Plan">The tasks.</param>
/// <param name="Report">What was done; null for a plan.</param>
public sealed record Decision(DecisionPlan Plan, DecisionReport? Report);
