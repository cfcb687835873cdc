using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Sharing.Errors;

namespace Slipway.Sharing.Access;

/// <summary>Whether the credentials allow writing; found out by the first attempt.</summary>
/// <param name="warn">Told once what is missing.</param>
internal sealed class WriteAccess(Action<Diagnostic> warn)
{
    private int _isDenied;

    /// <summary>Whether nothing was denied so far.</summary>
    public bool IsGranted => Volatile.Read(ref _isDenied) == 0;

    /// <summary>Writes, unless that was denied before.</summary>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> TryAsync(RepositoryName repository, Func<Task> write)
    {
        if (!IsGranted)
        {
            return false;
        }

        try
        {
            await write();
            return true;
        }
        catch (SlipwayException failure) when (Denial.Is(failure))
        {
            if (Interlocked.Exchange(ref _isDenied, 1) == 0)
            {
                warn(new Diagnostic(
                    SharingCodes.ReadOnly,
                    $"Nothing is written to {repository}, so what is built stays on this machine: "
                    + failure.Diagnostics[0].Message,
                    $"To share it, give these credentials the right to push to {repository}; "
                    + "`slipway doctor --backend registry` shows what they may do.",
                    Severity: Severity.Warning));
            }

            return false;
        }
    }
}
