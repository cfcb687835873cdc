using Slipway.Model.Builds;
using Slipway.Model.Sharing;
using Slipway.Model.Values;
using Slipway.Sharing.Leases;

namespace Slipway.Sharing.Tests.Leases;

/// <summary>Who has to be waited for.</summary>
public sealed class LeaseQueueTests
{
    private static readonly InputsDigest Digest = InputsDigest.Of("inputs"u8);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(long.MaxValue - 1, long.MaxValue)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void The_next_number_is_one_that_others_can_read(long highest, long next)
    {
        var queue = new LeaseQueue(TimeSpan.FromMinutes(2));
        queue.See(new LeaseTag(Digest, highest, "somebody"), TimeSpan.Zero);

        var own = new LeaseTag(Digest, queue.NextTicket, "own");

        Assert.Equal(next, own.Ticket);
        Assert.Equal(own, LeaseTag.Parse(own.Text));
        queue.See(
            new LeaseTag(Digest, highest, "somebody"),
            new LeaseNote(1, IsReleased: false, new LeaseHolder("somebody", null, null)),
            TimeSpan.Zero);
        // Whoever put the highest number there is waited for until they are dead, and no longer.
        Assert.Null(queue.FindBlocker(own, TimeSpan.FromMinutes(2)));
    }
}
