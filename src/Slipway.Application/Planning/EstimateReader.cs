using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Values;

namespace Slipway.Application.Planning;

/// <summary>Estimates how long plans take from the builds that are on record.</summary>
public sealed class EstimateReader(IBuildRecords builds)
{
    /// <param name="plan">The plan.</param>
    /// <param name="slots">How many images are built at once; at least 1.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null when the plan builds nothing.</returns>
    public async Task<BuildEstimate?> EstimateAsync(BuildPlan plan, int slots, CancellationToken cancellationToken)
    {
        var durations = new Dictionary<ImageName, TimeSpan>();
        foreach (var image in plan.ToBuild)
        {
            if (PastDuration.Of(await builds.ListAsync(image.Name, PastDuration.Lookback, cancellationToken)) is { } past)
            {
                durations.Add(image.Name, past);
            }
        }

        return plan.ToBuild.Any() ? new BuildEstimator(plan, durations).Estimate(slots) : null;
    }
}
