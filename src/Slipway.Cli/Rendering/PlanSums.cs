using Slipway.Application.Wording;
using Slipway.Core.Planning;

namespace Slipway.Cli.Rendering;

/// <summary>The lines below a plan: how many images, and how long they will take.</summary>
internal static class PlanSums
{
    public static IEnumerable<string> Of(BuildPlan plan, BuildEstimate? estimate)
    {
        yield return Totals(plan);
        if (estimate is not null)
        {
            yield return Times(estimate);
        }
    }

    private static string Totals(BuildPlan plan)
    {
        var totals = PlanTotals.Of(plan);
        string scope = plan.Push.PullRequest is { } request ? $"pull request {request}" : $"level {plan.Push.Level}";
        return totals.Build + totals.Expired == 0
            ? $"Nothing to build at {scope}: {Count(totals.Reuse)} found{Where(totals, plan, "at")}."
            : $"{Count(totals.Build)} to build, {totals.Expired} expired, {totals.Reuse} to "
                + $"reuse{Where(totals, plan, "from")}, at {scope}.";
    }

    /// <summary>Where the reused images were found, when it is not all where this push itself builds.</summary>
    private static string Where(PlanTotals totals, BuildPlan plan, string preposition) => totals.ReusedFrom switch
    {
        [] => string.Empty,
        [var only] => only.Scope == plan.Push.Scope ? string.Empty : $" {preposition} {only.Scope}",
        var several => $" ({string.Join(", ", several.Select(from => $"{from.Images} {preposition} {from.Scope}"))})",
    };

    private static string Times(BuildEstimate estimate)
    {
        int images = estimate.Known.Length + estimate.Unknown.Length;
        if (estimate.Known.IsEmpty)
        {
            return images == 1
                ? "How long that takes is not known: it was never built with this store."
                : "How long that takes is not known: none of them was ever built with this store.";
        }

        string missing = estimate.Unknown.IsEmpty
            ? string.Empty
            : $", without {Listed([.. estimate.Unknown.Select(name => name.Value)])}, never built with this store";
        string chain =
            estimate.CriticalPath.Length > 1
                ? $" The longest chain takes {Units.Duration(estimate.CriticalTime)}: "
                    + $"{string.Join(" → ", estimate.CriticalPath)}."
                : string.Empty;
        return $"About {Units.Duration(estimate.Total)} with -j {estimate.Slots}, by past builds{missing}.{chain}";
    }

    private static string Listed(string[] names)
    {
        const int most = 3;
        return names.Length <= most + 1
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(most))} and {names.Length - most} more";
    }

    private static string Count(int images) => images == 1 ? "1 image" : $"{images} images";
}
