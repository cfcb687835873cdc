namespace Slipway.Application.Building;

/// <summary>
/// As many builds at once as there are slots. Of those that wait, the one with the longest way to go is next, and among
/// equals the one that came first.
/// </summary>
internal sealed class BuildSlots
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, (long, int)> _waiting = new();
    private int _free;
    private int _arrived;

    /// <summary>Waits for a slot; <see cref="Release"/> gives it back.</summary>
    /// <param name="remaining">The time from the start of this build to the end of what waits for it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It was ended, and there is no slot to give back.</exception>
    public async Task AcquireAsync(TimeSpan remaining, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue(turn, (-remaining.Ticks, _arrived++));
            Grant();
        }

        await using (cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)))
        {
            await turn.Task;
        }
    }

    public void Release() => Add(1);

    /// <summary>
    /// Gives out so many slots more. There are none at first, so that what arrives together is sorted before it starts.
    /// </summary>
    public void Add(int slots)
    {
        lock (_lock)
        {
            _free += slots;
            Grant();
        }
    }

    private void Grant()
    {
        while (_free > 0 && _waiting.TryDequeue(out var next, out _))
        {
            // Whoever was cancelled takes none.
            _free -= next.TrySetResult() ? 1 : 0;
        }
    }
}
