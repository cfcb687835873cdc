namespace Slipway.Http.Tests;

public sealed class StallTimerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silence_is_a_time_out_that_says_how_long_it_was()
    {
        using var timer = new StallTimer(_clock, Token);
        timer.Allow(Limit);
        var pending = timer.GuardAsync(ForeverAsync(timer.Token));

        _clock.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(timer.Token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromTicks(1));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => pending);
        Assert.Contains("30 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_in_time_is_passed_on()
    {
        using var timer = new StallTimer(_clock, Token);
        timer.Allow(Limit);

        Assert.Equal(1, await timer.GuardAsync(Task.FromResult(1)));
    }

    [Fact]
    public async Task The_caller_s_own_end_is_no_time_out()
    {
        using var caller = new CancellationTokenSource();
        using var timer = new StallTimer(_clock, caller.Token);
        timer.Allow(Limit);
        var pending = timer.GuardAsync(ForeverAsync(timer.Token));

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    [Fact]
    public void Every_sign_of_life_starts_it_anew()
    {
        using var timer = new StallTimer(_clock, Token);
        timer.Allow(Limit);
        _clock.Advance(Limit / 2);
        timer.Allow(Limit);

        _clock.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(timer.Token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(timer.Token.IsCancellationRequested);
    }

    private static async Task<int> ForeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }
}
