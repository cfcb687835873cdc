using Slipway.Application.Building;

namespace Slipway.Application.Tests.Building;

public sealed class BuildSlotsTests
{
    private readonly List<string> _order = [];
    private readonly BuildSlots _slots = new();

    [Fact]
    public async Task The_longest_way_to_go_is_first_and_among_equals_who_came_first()
    {
        var all = new[] { ("short", 1), ("long", 9), ("one", 5), ("two", 5) }
            .Select(item => WaitAsync(item.Item1, item.Item2, TestContext.Current.CancellationToken))
            .ToList();

        Assert.Empty(_order);
        _slots.Add(1);
        await Task.WhenAll(all);

        Assert.Equal(["long", "one", "two", "short"], _order);
    }

    [Fact]
    public async Task Whoever_is_cancelled_while_waiting_takes_no_slot()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = WaitAsync("cancelled", 9, cancellation.Token);
        var other = WaitAsync("other", 1, TestContext.Current.CancellationToken);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _slots.Add(1);
        await other;

        Assert.Equal(["other"], _order);
    }

    [Fact]
    public async Task Never_more_run_at_once_than_there_are_slots()
    {
        int running = 0;
        int most = 0;
        _slots.Add(3);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            await _slots.AcquireAsync(TimeSpan.FromSeconds(i % 7), TestContext.Current.CancellationToken);
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            _slots.Release();
        }));

        Assert.InRange(most, 1, 3);
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (int seen = place; seen < value; seen = place)
        {
            if (Interlocked.CompareExchange(ref place, value, seen) == seen)
            {
                return;
            }
        }
    }

    private async Task WaitAsync(string name, int seconds, CancellationToken cancellationToken)
    {
        await _slots.AcquireAsync(TimeSpan.FromSeconds(seconds), cancellationToken);
        _order.Add(name);
        _slots.Release();
    }
}
