using CsCheck;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Tests.Http;

public sealed class ServiceRetriesTests
{
    [Theory]
    [InlineData(0, 75, 125)]
    [InlineData(1, 150, 250)]
    [InlineData(2, 300, 500)]
    [InlineData(4, 1200, 2000)]
    public void A_delay_doubles_and_is_off_by_a_quarter_at_most(int retry, double least, double most)
    {
        Assert.Equal(least, ServiceRetries.Schedule.Delay(retry, 0).TotalMilliseconds);
        Assert.Equal(most, ServiceRetries.Schedule.Delay(retry, 1).TotalMilliseconds);
    }

    [Fact]
    public void No_delay_is_longer_than_half_a_minute() => Gen.Select(Gen.Int[0, 1000], Gen.Double[0, 1]).Sample(
        (retry, random) => ServiceRetries.Schedule.Delay(retry, random) is var delay
            && delay > TimeSpan.Zero
            && delay <= TimeSpan.FromSeconds(30));
}
