namespace Slipway.Model.Builds;

/// <summary>What a build of an image takes, by its past builds.</summary>
public static class PastDuration
{
    /// <summary>How many of the newest builds have to be looked at: failed ones among them do not count.</summary>
    public const int Lookback = 20;

    // Of few builds, so that it follows the image as it changes; the median of them, so that one bad day does not
    // count.
    private const int Samples = 5;

    /// <summary>The median of the newest builds that succeeded; null when there is none.</summary>
    /// <param name="newestFirst">Builds of one image.</param>
    public static TimeSpan? Of(IEnumerable<BuildRecord> newestFirst)
    {
        TimeSpan[] durations =
        [
            .. newestFirst
                .Where(build => build.Result == BuildResult.Succeeded)
                .Select(build => build.Finished - build.Started)
                // A clock that was set back during a build.
                .Where(duration => duration >= TimeSpan.Zero)
                .Take(Samples)
                .Order(),
        ];
        return durations.Length == 0 ? null
            : durations.Length % 2 == 1 ? durations[durations.Length / 2]
            : (durations[(durations.Length / 2) - 1] + durations[durations.Length / 2]) / 2;
    }
}
