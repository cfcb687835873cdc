using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Secrets;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;

namespace Slipway.Application.Backends;

/// <summary>Where images are found and kept: the ports of one backend.</summary>
/// <param name="Index">Where builds are found.</param>
/// <param name="Source">Where the images of builds that were found come from.</param>
/// <param name="Images">Keeps what is built or fetched here.</param>
/// <param name="Builds">The builds that were run here, and those that others shared.</param>
/// <param name="Here">The builds that were run here alone: asking for them asks nobody else.</param>
/// <param name="Locks">See to it that a digest is built once at a time.</param>
/// <param name="Runs">The runs that build here.</param>
/// <param name="Secret">Makes ids that nobody outside can guess.</param>
/// <param name="Sharing">Hands on what is built here.</param>
/// <param name="Leases">See to it that a digest is built by one machine at a time.</param>
public sealed record Backend(
    IImageIndex Index,
    IImageSource Source,
    IImageStore Images,
    IBuildRecords Builds,
    IBuildRecords Here,
    IBuildLocks Locks,
    IBuildRuns Runs,
    IStoreSecret Secret,
    IBuildSharing Sharing,
    IBuildLeases Leases);
