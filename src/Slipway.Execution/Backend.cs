using Slipway.Core.Builds;
using Slipway.Core.Indexing;
using Slipway.Core.Storage;

namespace Slipway.Execution;

/// <summary>Where images are found and kept: the ports of one backend.</summary>
public sealed record Backend(
    IImageIndex Index, IImageStore Images, IBuildRecords Builds, IBuildLocks Locks, IBuildRuns Runs);
