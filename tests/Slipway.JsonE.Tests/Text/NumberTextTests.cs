using CsCheck;
using Slipway.JsonE.Text;

namespace Slipway.JsonE.Tests.Text;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(100, "100")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(9007199254740993, "9007199254740992")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(0.000001234, "0.000001234")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.234e-10, "1.234e-10")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(123456789.125, "123456789.125")]
    public void A_number_is_written_without_an_exponent_while_that_is_short(double number, string text) =>
        Assert.Equal(text, NumberText.Of(number));

    [Fact]
    public void Every_number_is_read_as_it_is_written() => Gen.Double.Sample(number =>
        Assert.Equal(number == 0 ? 0 : number, NumberText.Parse(NumberText.Of(number))));
}
