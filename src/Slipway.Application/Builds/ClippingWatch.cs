using Slipway.Engines.Builds;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Builds;

/// <summary>Tells once that the engine kept back a part of what a build printed, wherever its lines go.</summary>
/// <param name="image">What is built.</param>
/// <param name="warn">Told of it.</param>
internal sealed class ClippingWatch(string image, Action<Diagnostic> warn)
{
    private int _told;

    /// <summary>Reads a line of the builder. Standard output and standard error may call it at once.</summary>
    public void Read(string line)
    {
        if (ClippedLog.LimitOf(line) is { } limit && Interlocked.Exchange(ref _told, 1) == 0)
        {
            warn(new Diagnostic(
                BuildCodes.LogIncomplete,
                $"The log of {image} is incomplete: the engine shows no more than {limit} of a step",
                ClippedLog.Remedy,
                Severity: Severity.Warning));
        }
    }
}
