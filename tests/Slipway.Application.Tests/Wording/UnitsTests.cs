using Slipway.Application.Wording;

namespace Slipway.Application.Tests.Wording;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1 kB")]
    [InlineData(2_140_000, "2.14 MB")]
    [InlineData(12_345_678, "12.3 MB")]
    [InlineData(123_456_789_000, "123 GB")]
    public void Sizes_have_three_digits(long bytes, string text) => Assert.Equal(text, Units.Bytes(bytes));

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(60, "1 min 00 s")]
    [InlineData(3725, "62 min 05 s")]
    public void Durations_are_seconds_or_minutes(double seconds, string text) =>
        Assert.Equal(text, Units.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(59, "just now")]
    [InlineData(60 * 10, "10 min ago")]
    [InlineData(3600 * 47, "47 h ago")]
    [InlineData(86400 * 3, "3 days ago")]
    public void Ages_are_in_the_largest_unit_that_fits(double seconds, string text) =>
        Assert.Equal(text, Units.Age(TimeSpan.FromSeconds(seconds)));
}
