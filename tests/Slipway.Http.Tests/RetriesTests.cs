using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;

namespace Slipway.Http.Tests;

public sealed class RetriesTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly RetrySchedule Schedule = new()
    {
        Attempts = 4,
        FirstDelay = TimeSpan.FromSeconds(1),
        LongestDelay = TimeSpan.FromSeconds(30),
        Spread = 0.25,
        Progress = 1000,
    };

    private readonly HurriedClock _clock = new(factor: 1000);
    private int _attempts;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task What_passes_is_outlasted(int failures)
    {
        Assert.Equal("done", await RunAsync(Schedule, failures, null));
        Assert.Equal(failures + 1, _attempts);
    }

    [Fact]
    public async Task What_stays_is_told_after_the_last_attempt()
    {
        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Schedule, int.MaxValue, null));

        Assert.Equal(4, _attempts);
        Assert.Equal(3, _clock.Waits.Count);
        Assert.All(_clock.Waits.Index(), wait => Assert.InRange(
            wait.Item, Schedule.Delay(wait.Index, 0), Schedule.Delay(wait.Index, 1)));
    }

    [Fact]
    public async Task What_will_not_change_is_not_tried_again()
    {
        var retries = new Retries(Schedule, _clock);

        await Assert.ThrowsAsync<SlipwayException>(() => retries.RunAsync<int>(
            _ =>
            {
                _attempts++;
                throw Failure();
            },
            Token));

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task A_wait_that_a_server_asks_for_takes_the_place_of_the_schedules()
    {
        await RunAsync(Schedule, 2, TimeSpan.FromSeconds(77));

        Assert.Equal([TimeSpan.FromSeconds(77), TimeSpan.FromSeconds(77)], _clock.Waits);
    }

    [Fact]
    public async Task Without_a_spread_waits_still_grow_and_stay_below_the_longest()
    {
        await RunAsync(Schedule with { Attempts = 12, Spread = null }, 11, null);

        Assert.Equal(12, _attempts);
        Assert.All(_clock.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.Contains(_clock.Waits, wait => wait > TimeSpan.FromSeconds(10));
    }

    // Each attempt brings a part; four that fail in a row end it when they brought less than is asked for.
    [Theory]
    [InlineData(250, 0L, 10_000L, true)]
    [InlineData(249, 0L, 10_000L, false)]
    [InlineData(2500, 10_000_000L, 100_000L, true)]
    [InlineData(2499, 10_000_000L, 100_000L, false)]
    public async Task A_transfer_goes_on_for_as_long_as_attempts_move_it_forward(
        int part, long size, long end, bool arrives)
    {
        long position = 0;
        var transfer = new Retries(Schedule, _clock).ResumeAsync(
            _ =>
            {
                _attempts++;
                position += part;
                return position >= end ? Task.CompletedTask : throw new TransientException(Failure());
            },
            () => position,
            size,
            Token);

        if (arrives)
        {
            await transfer;
            Assert.Equal(end, position);
        }
        else
        {
            await Assert.ThrowsAsync<SlipwayException>(() => transfer);
            Assert.Equal(4, _attempts);
        }
    }

    [Fact]
    public async Task Cancelling_ends_a_wait()
    {
        using var cancel = new CancellationTokenSource();
        var retries = new Retries(Schedule, new FakeTimeProvider());

        var pending = retries.RunAsync<int>(_ => throw new TransientException(Failure()), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    private Task<string> RunAsync(RetrySchedule schedule, int failures, TimeSpan? asked) =>
        new Retries(schedule, _clock).RunAsync(
            _ => _attempts++ < failures ? throw new TransientException(Failure(), asked) : Task.FromResult("done"),
            Token);

    private static SlipwayException Failure() => new(new Diagnostic(RegistryCodes.Unreachable, "message", "remedy"));
}
