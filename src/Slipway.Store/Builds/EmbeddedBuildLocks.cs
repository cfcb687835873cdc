using Slipway.Files.Locks;
using Slipway.Model.Builds;
using Slipway.Model.Values;
using Slipway.Store.Files;

namespace Slipway.Store.Builds;

/// <summary>One lock file a digest.</summary>
internal sealed class EmbeddedBuildLocks(StoreFolder folder) : IBuildLocks
{
    public async Task<IDisposable> AcquireAsync(
        InputsDigest digest, Action? waiting, CancellationToken cancellationToken) =>
        await folder.LockAsync(folder.Paths.BuildLock(digest), FileLockMode.Exclusive, waiting, cancellationToken);
}
