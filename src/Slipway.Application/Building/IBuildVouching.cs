using Slipway.Core.Lookup;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;

namespace Slipway.Application.Building;

/// <summary>Sees to it that a build uses nothing for which nobody vouches.</summary>
internal interface IBuildVouching
{
    /// <summary>Asks before what was found for an image is used in the place of a build.</summary>
    /// <exception cref="SlipwayException">It is refused.</exception>
    Task AdmitAsync(PlannedImage planned, FoundImage found, CancellationToken cancellationToken);

    /// <summary>Has signed what was just built, where it has to be before anybody uses it.</summary>
    /// <exception cref="SlipwayException">Signing failed, or what came of it is refused.</exception>
    Task SignAsync(
        PlannedImage planned, BuildRecord record, StoredImage image, CancellationToken cancellationToken);
}

/// <summary>Lets everything pass.</summary>
internal sealed class NoBuildVouching : IBuildVouching
{
    public static readonly NoBuildVouching Instance = new();

    private NoBuildVouching()
    {
    }

    public Task AdmitAsync(PlannedImage planned, FoundImage found, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task SignAsync(
        PlannedImage planned, BuildRecord record, StoredImage image, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
