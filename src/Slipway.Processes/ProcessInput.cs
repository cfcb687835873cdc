using System.Runtime.ExceptionServices;

namespace Slipway.Processes;

/// <summary>Streams a callback's bytes into a process, and ends the process when the callback fails.</summary>
internal sealed class ProcessInput(Func<Stream, CancellationToken, Task> write, CancellationTokenSource kill)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ExceptionDispatchInfo? _failure;

    /// <summary>
    /// Waits until the callback no longer runs: nothing reads the caller's files after the process's end.
    /// </summary>
    public Task Completion => _done.Task;

    public async Task CopyToAsync(Stream input, CancellationToken processEnded)
    {
        var outbound = new OutboundStream(input);
        try
        {
            await write(outbound, processEnded);
        }
        catch (Exception) when (outbound.IsBroken || processEnded.IsCancellationRequested)
        {
            // The process stopped reading; its exit code says why.
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            // A closed input would make a cut-off context look like a whole one, so the process goes first.
            await kill.CancelAsync();
        }
        finally
        {
            _done.TrySetResult();
        }

        if (_failure is not null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, processEnded);
        }
    }

    public void ThrowIfFailed() => _failure?.Throw();
}
