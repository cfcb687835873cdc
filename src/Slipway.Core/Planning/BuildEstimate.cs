using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Planning;

/// <summary>How long a plan will take, by what its images took before.</summary>
/// <param name="Slots">How many images are built at once.</param>
/// <param name="Total">From the start of the first build to the end of the last.</param>
/// <param name="Work">All builds one after the other.</param>
/// <param name="CriticalPath">The chain of images that takes longest, parents first:
/// more slots do not shorten it.</param>
/// <param name="CriticalTime">How long that chain takes.</param>
/// <param name="Known">The images to build whose past builds are counted.</param>
/// <param name="Unknown">The images to build of which no past build is known;
/// they are counted as if they took no time.</param>
public sealed record BuildEstimate(
    int Slots,
    TimeSpan Total,
    TimeSpan Work,
    ImmutableArray<ImageName> CriticalPath,
    TimeSpan CriticalTime,
    ImmutableArray<ImageName> Known,
    ImmutableArray<ImageName> Unknown);
