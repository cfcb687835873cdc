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
    public IEnumerable<PlannedImage> ToBuild => Images.Where(image => image.MustBuild);

    /// <summary>
    /// The images to build in waves: all of a wave can be built at once when the ones before are done.
    /// </summary>
    public ImmutableArray<ImmutableArray<ImageName>> Waves()
    {
        var depth = new Dictionary<ImageName, int>();
        foreach (var image in ToBuild)
        {
            depth[image.Name] = image.Parents
                .Select(parent => depth.TryGetValue(parent, out int above) ? above + 1 : 0)
                .DefaultIfEmpty(0)
                .Max();
        }

        return
        [
            .. depth
                .GroupBy(pair => pair.Value, pair => pair.Key)
                .OrderBy(wave => wave.Key)
                .Select(wave => wave.Order().ToImmutableArray()),
        ];
    }
}
