using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Sharing;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Sharing.Errors;

namespace Slipway.Sharing.Leases;

/// <summary>Takes leases on a board, waiting for who came before.</summary>
/// <param name="board">The board, of one digest.</param>
/// <param name="holder">Who takes them.</param>
/// <param name="times">How long who waits for what.</param>
/// <param name="clock">Measures time that passes; its date counts for nothing.</param>
internal sealed class LeaseTaker(ILeaseBoard board, LeaseHolder holder, LeaseTimes times, TimeProvider clock)
{
    // A note that was listed and could not be read once may be there the next time.
    private const int LooksOfHurried = 2;

    /// <exception cref="SlipwayException">Somebody else builds it, and nobody wants to wait.</exception>
    public async Task<HeldLease> TakeAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (lease, inTime) = await ChooseAsync(request.Digest, cancellationToken);
            try
            {
                if (inTime && await WaitAsync(request, lease, cancellationToken))
                {
                    await lease.BuryAsync();
                    return lease;
                }
            }
            catch
            {
                await lease.DisposeAsync();
                throw;
            }

            // Others may have gone past it, thinking that nobody is there: it is no place in the queue any more.
            await lease.DisposeAsync();
        }
    }

    /// <returns>The number, and whether it was chosen in time: of who takes too long others may think that they died,
    /// and not wait for them.</returns>
    private async Task<(HeldLease Lease, bool InTime)> ChooseAsync(
        InputsDigest digest, CancellationToken cancellationToken)
    {
        var queue = new LeaseQueue(times.Patience);
        var choosing = new LeaseTag(digest, null, BuildId.New().Value);
        long began = clock.GetTimestamp();
        await board.PutAsync(choosing, new LeaseNote(0, IsReleased: false, holder), cancellationToken);
        try
        {
            foreach (var tag in await board.ListAsync(cancellationToken))
            {
                // The time counts from when it is looked at.
                queue.See(tag, TimeSpan.Zero);
            }

            var own = choosing with { Ticket = queue.NextTicket };
            await board.PutAsync(own, new LeaseNote(0, IsReleased: false, holder), cancellationToken);
            return (
                new HeldLease(board, own, holder, queue, times, clock),
                clock.GetElapsedTime(began) < times.Patience / 2);
        }
        finally
        {
            await HeldLease.ReleaseAsync(board, choosing, new LeaseNote(1, IsReleased: true, holder));
        }
    }

    /// <returns>False when others may not wait for it any more.</returns>
    private async Task<bool> WaitAsync(
        LeaseRequest request, HeldLease lease, CancellationToken cancellationToken)
    {
        LeaseHolder? told = null;
        for (int looks = 1; ; looks++)
        {
            var blocker = await lease.FindBlockerAsync(cancellationToken);
            if (lease.MayCountAsDead)
            {
                return false;
            }

            if (blocker is null)
            {
                return true;
            }

            if (!request.Waits && looks >= LooksOfHurried)
            {
                throw Busy(request, blocker.Holder);
            }

            if (request.Waits && blocker.Holder != told)
            {
                told = blocker.Holder;
                request.Waiting(told);
            }

            await Task.Delay(times.Poll, clock, cancellationToken);
        }
    }

    private static SlipwayException Busy(LeaseRequest request, LeaseHolder holder) => new(new Diagnostic(
        SharingCodes.BuiltElsewhere,
        $"{request.Image} is being built by {Describe(holder)}",
        "Leave out --no-wait to wait for it, or try again later."));

    /// <summary>Who builds, since when and where, for people.</summary>
    private static string Describe(LeaseHolder holder) => Display.Text(holder.Who)
        + (holder.Since is { } since ? $" since {since.UtcDateTime:HH:mm:ss}Z" : string.Empty)
        + (holder.Where is { } where ? $" ({Display.Text(where)})" : string.Empty);
}
