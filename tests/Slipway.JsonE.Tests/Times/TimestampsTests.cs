using System.Globalization;
using CsCheck;
using Slipway.JsonE.Times;

namespace Slipway.JsonE.Tests.Times;

public sealed class TimestampsTests
{
    [Theory]
    [InlineData("2019", "2019-01-01T00:00:00.000Z")]
    [InlineData("2019-02", "2019-02-01T00:00:00.000Z")]
    [InlineData("2019-02-03", "2019-02-03T00:00:00.000Z")]
    [InlineData("2019-02-31", "2019-03-03T00:00:00.000Z")]
    [InlineData("2019-01-01T10:00", "2019-01-01T10:00:00.000Z")]
    [InlineData("2019-01-01t10:00z", "2019-01-01T10:00:00.000Z")]
    [InlineData("2019T10:00Z", "2019-01-01T10:00:00.000Z")]
    [InlineData("2019-01-01T24:00:00Z", "2019-01-02T00:00:00.000Z")]
    [InlineData("2019-01-01T10:00:00.1234567Z", "2019-01-01T10:00:00.123Z")]
    [InlineData("2019-01-01T10:00:00.5Z", "2019-01-01T10:00:00.500Z")]
    [InlineData("2019-01-01T10:00+02:00", "2019-01-01T08:00:00.000Z")]
    [InlineData("2019-01-01T10:00-0230", "2019-01-01T12:30:00.000Z")]
    [InlineData("-000001-03-01", "-000001-03-01T00:00:00.000Z")]
    [InlineData("+012345-01-01", "+012345-01-01T00:00:00.000Z")]
    [InlineData("0000-01-01", "0000-01-01T00:00:00.000Z")]
    public void What_ISO_8601_calls_a_point_in_time_is_read(string text, string written) =>
        Assert.Equal(written, Timestamps.Write(Timestamps.Read(text)!.Value));

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("19-01-01")]
    [InlineData("2019-1-1")]
    [InlineData("2019-13-01")]
    [InlineData("2019-00-01")]
    [InlineData("2019-01-32")]
    [InlineData("-000000-01-01")]
    [InlineData("2019-01-01T10")]
    [InlineData("2019-01-01T10:60Z")]
    [InlineData("2019-01-01T10:00:60Z")]
    [InlineData("2019-01-01T24:00:01Z")]
    [InlineData("2019-01-01T10:00:00.Z")]
    [InlineData("2019-01-01T10:00+24:00")]
    [InlineData("2019-01-01T10:00Z ")]
    [InlineData("2019-01-01 10:00Z")]
    public void Everything_else_is_not(string text) => Assert.Null(Timestamps.Read(text));

    [Theory]
    [InlineData(8.64e15, "+275760-09-13T00:00:00.000Z")]
    [InlineData(-8.64e15, "-271821-04-20T00:00:00.000Z")]
    [InlineData(8.64e15 + 1, null)]
    [InlineData(double.NaN, null)]
    [InlineData(-1, "1969-12-31T23:59:59.999Z")]
    public void Dates_end_where_those_of_JavaScript_do(double milliseconds, string? written) =>
        Assert.Equal(written, Timestamps.Write(milliseconds));

    [Fact]
    public void Between_the_years_1_and_9999_it_is_the_calendar_of_the_platform() =>
        Gen.Long[DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()]
            .Sample(milliseconds =>
            {
                string written = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                Assert.Equal(written, Timestamps.Write(milliseconds));
                Assert.Equal(milliseconds, Timestamps.Read(written));
            });
}
