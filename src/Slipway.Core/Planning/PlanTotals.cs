using System.Collections.Immutable;
using Slipway.Model.Pushes;

namespace Slipway.Core.Planning;

/// <summary>How many images a plan does what with.</summary>
/// <param name="Build">Built because they were not found, or on demand.</param>
/// <param name="Expired">Built because they are stale.</param>
/// <param name="Reuse">Used as they are.</param>
/// <param name="ReusedFrom">How many of those were found where, the most trusted scope first.</param>
public sealed record PlanTotals(
    int Build, int Expired, int Reuse, ImmutableArray<(IndexScope Scope, int Images)> ReusedFrom)
{
    public static PlanTotals Of(BuildPlan plan)
    {
        var reused = plan.Images.Where(image => image.Action == PlanAction.Reuse).ToList();
        return new PlanTotals(
            plan.Images.Count(image => image.Action == PlanAction.Build),
            plan.Images.Count(image => image.Action == PlanAction.Expired),
            reused.Count,
            [
                .. reused.Select(image => image.Found?.Scope).OfType<IndexScope>()
                    .GroupBy(scope => scope)
                    .OrderByDescending(group => group.Key.Level?.Value ?? 0)
                    .ThenBy(group => group.Key.Text, StringComparer.Ordinal)
                    .Select(group => (group.Key, group.Count())),
            ]);
    }
}
