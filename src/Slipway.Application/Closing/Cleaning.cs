using Slipway.Model.Diagnostics;

namespace Slipway.Application.Closing;

/// <summary>Cleans up in an engine, also after a command was cancelled.</summary>
internal static class Cleaning
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    /// <summary>Cleaning up is worth some seconds, and no failure: nothing uses what is left.</summary>
    public static async Task<bool> TryAsync(Func<CancellationToken, Task> clean)
    {
        using var limit = new CancellationTokenSource(Time);
        try
        {
            await clean(limit.Token);
            return true;
        }
        catch (Exception problem) when (problem is SlipwayException or OperationCanceledException)
        {
            return false;
        }
    }
}
