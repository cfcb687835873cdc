using Slipway.Model.Values;

namespace Slipway.Model.Builds;

/// <summary>Sees to it that one digest is built by one process at a time.</summary>
public interface IBuildLocks
{
    /// <summary>
    /// Waits for the lock of a digest. It is released when disposed, and by the system when the process dies.
    /// </summary>
    /// <param name="digest">The inputs digest.</param>
    /// <param name="waiting">Called once when another process holds it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IDisposable> AcquireAsync(InputsDigest digest, Action? waiting, CancellationToken cancellationToken);
}
