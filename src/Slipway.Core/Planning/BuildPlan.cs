using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Planning;

/// <summary>What will be done: a value that can be printed, compared and executed.</summary>
/// <param name="Push">For which push.</param>
/// <param name="Images">Parents before children.</param>
/// <param name="Expires">When the entries that the plan inserts expire.</param>
/// <param name="Platform"><c>os/architecture[/variant]</c> of every image that has none of its own.</param>
public sealed record BuildPlan(
    PushContext Push, ImmutableArray<PlannedImage> Images, DateTimeOffset Expires, string Platform)
{
    /// <summary>
    /// What images that are reused were built on, where it was found too: nothing needs it, and yet it is what this
    /// push uses under these names.
    /// </summary>
    public ImmutableArray<PlannedImage> Beneath { get; init; } = [];

    public IEnumerable<PlannedImage> ToBuild => Images.Where(image => image.MustBuild);

    /// <summary>
    /// The images to build in waves: all of a wave can be built at once when the ones before are done.
    /// </summary>
    public ImmutableArray<ImmutableArray<ImageName>> Waves()
    {
        var depth = new Dictionary<ImageName, int>();
        var toBuild = ToBuild.ToDictionary(image => image.Name);
        foreach (var image in toBuild.Values)
        {
            DepthOf(image, toBuild, depth, []);
        }

        return
        [
            .. depth
                .GroupBy(pair => pair.Value, pair => pair.Key)
                .OrderBy(wave => wave.Key)
                .Select(wave => wave.Order().ToImmutableArray()),
        ];
    }

    /// <summary>How many waves have to be over before an image can be built.</summary>
    private static int DepthOf(
        PlannedImage image,
        Dictionary<ImageName, PlannedImage> toBuild,
        Dictionary<ImageName, int> depth,
        HashSet<ImageName> above)
    {
        if (depth.TryGetValue(image.Name, out int known))
        {
            return known;
        }

        // Packages may be built in an image that installs them, which is nobody's order.
        above.Add(image.Name);
        int own = image.Parents
            .Concat(image.RunsIn is { } runsIn ? [runsIn] : [])
            .Where(name => !above.Contains(name) && toBuild.ContainsKey(name))
            .Select(name => DepthOf(toBuild[name], toBuild, depth, above) + 1)
            .DefaultIfEmpty(0)
            .Max();
        above.Remove(image.Name);
        depth[image.Name] = own;
        return own;
    }
}
