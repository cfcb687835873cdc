using Slipway.JsonE.Times;

namespace Slipway.JsonE.Tests.Times;

public sealed class TimeSpansTests
{
    private const double Hour = 60 * 60 * 1000;
    private const double Day = 24 * Hour;

    [Theory]
    [InlineData("", 0)]
    [InlineData("  ", 0)]
    [InlineData("-", 0)]
    [InlineData("1 year", 365 * Day)]
    [InlineData("2 mo", 60 * Day)]
    [InlineData("1m", 60_000)]
    [InlineData("3 WEEKS", 21 * Day)]
    [InlineData(" - 1 day 2h", -(Day + (2 * Hour)))]
    [InlineData("+1y2mo3w4d5h6m7s", (365 * Day) + (60 * Day) + (21 * Day) + (4 * Day) + (5 * Hour) + 366_000 + 1_000)]
    [InlineData("1 second", 1_000)]
    public void A_span_has_units_from_the_largest_to_the_smallest(string text, double milliseconds) =>
        Assert.Equal(milliseconds, TimeSpans.Read(text));

    [Theory]
    [InlineData("day")]
    [InlineData("1")]
    [InlineData("1 fortnight")]
    [InlineData("1 hour 1 day")]
    [InlineData("1 day 1 day")]
    [InlineData("1.5 days")]
    [InlineData("1 day -2 hours")]
    [InlineData("--1 day")]
    [InlineData("1 day,")]
    [InlineData("1 dayhour")]
    [InlineData("1 ſ")]
    public void Everything_else_is_none(string text) => Assert.Null(TimeSpans.Read(text));
}
