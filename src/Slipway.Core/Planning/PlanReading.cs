using System.Collections.Immutable;
using Slipway.Core.Lookup;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Planning;

/// <summary>Makes plans of the planner's questions and the index's answers.</summary>
public static class PlanReading
{
    /// <returns>The plan, and what is to be said about entries of the index that do not count.</returns>
    public static async Task<(BuildPlan Plan, ImmutableArray<Diagnostic> Warnings)> PlanAsync(
        this IndexReader index, Planner planner, CancellationToken cancellationToken)
    {
        var (answers, warnings) = await index.AskAsync(planner.Questions(), cancellationToken);
        return (planner.Plan(answers), warnings);
    }
}
