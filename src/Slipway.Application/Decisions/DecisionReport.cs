using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Decisions;

/// <summary>What a decision did.</summary>
/// <param name="Outcomes">In the order of the plan.</param>
/// <param name="Warnings">What a person should look at.</param>
public sealed record DecisionReport(ImmutableArray<DecisionOutcome> Outcomes, ImmutableArray<Diagnostic> Warnings);
