namespace Slipway.Http.Tests;

public sealed class StallTimerTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silence_is_a_time_out_that_says_how_long_it_was()
    {
        using var timer = new StallTimer(TimeProvider.System, Token);
        timer.Allow(Short);

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => timer.GuardAsync(ForeverAsync(timer.Token)));

        Assert.Contains("0.1 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_in_time_is_passed_on()
    {
        using var timer = new StallTimer(TimeProvider.System, Token);
        timer.Allow(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await timer.GuardAsync(Task.FromResult(1)));
    }

    [Fact]
    public async Task The_caller_s_own_end_is_no_time_out()
    {
        using var caller = new CancellationTokenSource();
        using var timer = new StallTimer(TimeProvider.System, caller.Token);
        timer.Allow(TimeSpan.FromMinutes(1));
        var pending = timer.GuardAsync(ForeverAsync(timer.Token));

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    [Fact]
    public async Task Every_sign_of_life_starts_it_anew()
    {
        using var timer = new StallTimer(TimeProvider.System, Token);
        timer.Allow(Short);
        timer.Allow(TimeSpan.FromMinutes(1));

        await Task.Delay(4 * Short, Token);

        Assert.False(timer.Token.IsCancellationRequested);
    }

    private static async Task<int> ForeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }
}
