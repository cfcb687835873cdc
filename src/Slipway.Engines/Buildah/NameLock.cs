using Slipway.Files.Locks;

namespace Slipway.Engines.Buildah;

/// <summary>Lets the names of Buildah's images be changed by one at a time, whichever process it is.</summary>
/// <remarks>
/// Buildah reads all names of an image and writes them back with one more or less, so of two that do it at once one is
/// lost: 31 names given two at a time were 24 in the end (1.28).
/// </remarks>
/// <param name="root">The folder of the images, which all processes that change them share.</param>
internal sealed class NameLock(string root)
{
    private const string FileName = "slipway-names.lock";

    // Longer than any change of names takes; whoever holds it that long hangs, and a name that is lost is an error, no
    // wrong image.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<T> HoldAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        using var alone = await LockAsync(cancellationToken);
        return await change();
    }

    /// <returns>Null where there can be no such file, and when somebody holds it for too long.</returns>
    private async Task<FileLock?> LockAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await FileLock.AcquireAsync(
                Path.Combine(root, FileName), FileLockMode.Exclusive, null, null, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
