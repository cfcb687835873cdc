using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Values;

namespace Slipway.Application.Planning;

/// <summary>What the builds of a plan's images took before.</summary>
internal static class PastDurations
{
    /// <returns>By image; without those that were never built.</returns>
    public static async Task<IReadOnlyDictionary<ImageName, TimeSpan>> OfAsync(
        BuildPlan plan, IBuildRecords builds, CancellationToken cancellationToken)
    {
        var durations = new Dictionary<ImageName, TimeSpan>();
        foreach (var image in plan.ToBuild)
        {
            if (PastDuration.Of(await builds.ListAsync(image.Name, PastDuration.Lookback, cancellationToken))
                is { } past)
            {
                durations.Add(image.Name, past);
            }
        }

        return durations;
    }
}
