namespace Slipway.Http.Tests;

public sealed class PaceTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(1, 10, true)]
    [InlineData(1, 9, false)]
    [InlineData(5, 50, true)]
    [InlineData(5, 49, false)]
    [InlineData(25, 100, true)]
    [InlineData(25, 99, false)]
    public async Task A_body_has_to_bring_its_minimum_in_each_window(int seconds, int bytes, bool isEnough)
    {
        var clock = new FakeTimeProvider();
        var pace = new Pace(clock, Window, 100);

        var reading = ReadAsync(100);

        if (isEnough)
        {
            await reading;
        }
        else
        {
            await Assert.ThrowsAsync<SlowBodyException>(() => reading);
        }

        async Task ReadAsync(int times)
        {
            for (int i = 0; i < times; i++)
            {
                await pace.WatchAsync(() =>
                {
                    clock.Advance(TimeSpan.FromSeconds(seconds));
                    return Task.FromResult(bytes);
                });
            }
        }
    }

    [Fact]
    public async Task Time_that_is_not_spent_waiting_does_not_count()
    {
        var clock = new FakeTimeProvider();
        var pace = new Pace(clock, Window, 100);
        for (int i = 0; i < 100; i++)
        {
            await pace.WatchAsync(() => Task.FromResult(1));
            clock.Advance(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task An_end_is_never_too_slow()
    {
        var clock = new FakeTimeProvider();
        var pace = new Pace(clock, Window, 100);

        Assert.Equal(0, await pace.WatchAsync(() =>
        {
            clock.Advance(TimeSpan.FromHours(1));
            return Task.FromResult(0);
        }));
    }
}
