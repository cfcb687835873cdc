using Slipway.Engines.Builds;

namespace Slipway.Engines.Tests.Builds;

public sealed class ClippedLogTests
{
    [Theory]
    [InlineData("#5 0.454 [output clipped, log limit 200KiB/s reached]", "200KiB/s")]
    [InlineData("#5 0.454 [output clipped, log limit 2MiB reached]", "2MiB")]
    [InlineData("#12 1.2 cut off in the midd[output clipped, log limit 1MiB reached]", "1MiB")]
    [InlineData("[output clipped, log speed 100KiB/s reached]", "100KiB/s")]
    [InlineData("#5 1.039 [output clipped, log limit -1B reached]", "0B")]
    [InlineData("#5 0.454 [output clipped]", null)]
    [InlineData("#5 0.454 echo '[output clipped, log limit 2MiB reached]' again", null)]
    [InlineData("#5 [2/2] RUN make", null)]
    [InlineData("", null)]
    public void The_limit_is_read_out_of_what_BuildKit_says(string line, string? limit) =>
        Assert.Equal(limit, ClippedLog.LimitOf(line));

    [Fact]
    public void A_failure_does_not_promise_what_was_kept_back()
    {
        var output = new BuildOutput();
        output.Add("#5 0.4 line");
        output.Add("#5 0.4 [output clipped, log limit 2MiB reached]");

        string remedy = output.Failure(1, "app").Remedy!;

        Assert.Contains("slipway log app", remedy, StringComparison.Ordinal);
        Assert.Contains("kept back what went over 2MiB", remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("prints all", remedy, StringComparison.Ordinal);
    }
}
