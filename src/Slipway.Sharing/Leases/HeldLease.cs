using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Sharing;

namespace Slipway.Sharing.Leases;

/// <summary>A number in the queue, which shows signs of life until it is disposed of.</summary>
internal sealed class HeldLease : IBuildLease
{
    private readonly ILeaseBoard _board;
    private readonly LeaseHolder _holder;
    private readonly LeaseQueue _queue;
    private readonly LeaseTimes _times;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _beating;
    private long _counter;
    private long _shown;
    private bool _wasLate;

    public HeldLease(
        ILeaseBoard board, LeaseTag tag, LeaseHolder holder, LeaseQueue queue, LeaseTimes times, TimeProvider clock)
    {
        (_board, Tag, _holder, _queue, _times, _clock) = (board, tag, holder, queue, times, clock);
        _start = _shown = clock.GetTimestamp();
        _beating = BeatAsync();
    }

    /// <summary>The number that it has in the queue.</summary>
    public LeaseTag Tag { get; }

    /// <summary>
    /// Whether there was no sign of life for so long that others may think that they need not wait for it.
    /// </summary>
    public bool MayCountAsDead =>
        Volatile.Read(ref _wasLate) || _clock.GetElapsedTime(Interlocked.Read(ref _shown)) >= _times.Patience;

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    public async Task<bool> ConfirmAsync(CancellationToken cancellationToken) =>
        await FindBlockerAsync(cancellationToken) is null && !MayCountAsDead;

    /// <summary>Looks at everybody, and says who has to be waited for; null when nobody has.</summary>
    /// <remarks>
    /// The list shows who is new, and the notes of all who were ever seen whether they live. Who has chosen since the
    /// list was read has a number that it did not show, so it is read again until nobody has.
    /// </remarks>
    public async Task<LeaseNote?> FindBlockerAsync(CancellationToken cancellationToken)
    {
        List<LeaseTag> choosing;
        do
        {
            foreach (var tag in await _board.ListAsync(cancellationToken))
            {
                _queue.See(tag, Now);
            }

            var watched = _queue.Watched.Where(tag => tag.Nonce != Tag.Nonce).ToList();
            choosing = [.. watched.Where(tag => tag.Ticket is null)];
            foreach (var tag in watched)
            {
                _queue.See(tag, await _board.ReadAsync(tag, cancellationToken), Now);
            }
        }
        while (choosing.Except(_queue.Watched).Any());

        return _queue.FindBlocker(Tag, Now);
    }

    /// <summary>Takes away the tags of those who count as dead, so that nobody has to wait for them again.</summary>
    public async Task BuryAsync()
    {
        foreach (var (tag, note) in _queue.FindDead(Now).Where(dead => dead.Tag.Nonce != Tag.Nonce).ToList())
        {
            await ReleaseAsync(_board, tag, note with { Counter = note.Counter + 1, IsReleased = true });
        }
    }

    public ValueTask DisposeAsync()
    {
        // Only the delay and a put hear of it: no thread has to be asked for.
        _end.Cancel();
        return new ValueTask(EndAsync());
    }

    /// <summary>
    /// Says that somebody has given up what they had; without a token, for the work may be cancelled.
    /// </summary>
    internal static async Task ReleaseAsync(ILeaseBoard board, LeaseTag tag, LeaseNote note)
    {
        try
        {
            await board.PutAsync(tag, note, CancellationToken.None);
            await board.DeleteAsync(tag, CancellationToken.None);
        }
        catch (SlipwayException)
        {
            // Then it counts as dead after a while, which others wait for.
        }
    }

    private async Task EndAsync()
    {
        await _beating;
        _end.Dispose();
        await ReleaseAsync(_board, Tag, new LeaseNote(++_counter, IsReleased: true, _holder));
    }

    private async Task BeatAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(_times.Heartbeat, _clock, _end.Token);
                try
                {
                    await _board.PutAsync(Tag, new LeaseNote(++_counter, IsReleased: false, _holder), _end.Token);
                    long now = _clock.GetTimestamp();
                    if (_clock.GetElapsedTime(Interlocked.Exchange(ref _shown, now), now) >= _times.Patience)
                    {
                        Volatile.Write(ref _wasLate, true);
                    }
                }
                catch (SlipwayException)
                {
                    // The next one may go better. Who was not seen for too long is asked before what they made counts.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was disposed of.
        }
    }
}
