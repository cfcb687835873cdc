using CsCheck;

namespace Slipway.Http.Tests;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Schedule = new()
    {
        Attempts = 3,
        FirstDelay = TimeSpan.FromMilliseconds(300),
        LongestDelay = TimeSpan.FromMinutes(2),
        Progress = 1,
    };

    [Theory]
    [InlineData(0, 150, 450)]
    [InlineData(1, 300, 900)]
    [InlineData(3, 1200, 3600)]
    [InlineData(20, 120_000, 120_000)]
    public void A_delay_doubles_within_its_spread_until_it_is_the_longest(int retry, double least, double most)
    {
        var schedule = Schedule with { Spread = 0.5 };

        Assert.Equal(least, schedule.Delay(retry, 0).TotalMilliseconds);
        Assert.Equal(most, schedule.Delay(retry, 1).TotalMilliseconds);
    }

    [Fact]
    public void Without_a_spread_chance_changes_nothing() => Gen.Select(Gen.Int[0, 1000], Gen.Double[0, 1]).Sample(
        (retry, random) => Schedule.Delay(retry, random) == Schedule.Delay(retry, 0));
}
