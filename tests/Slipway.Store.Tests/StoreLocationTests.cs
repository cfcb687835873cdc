using Slipway.Model.Diagnostics;
using Slipway.Store.Errors;

namespace Slipway.Store.Tests;

public sealed class StoreLocationTests
{
    [Theory]
    [InlineData("/s", "/x", "/h", "/s")]
    [InlineData(null, "/x", "/h", "/x/slipway")]
    [InlineData("", "/x/", "/h", "/x/slipway")]
    [InlineData(null, "relative", "/h", "/h/.local/share/slipway")]
    [InlineData(null, null, "/h", "/h/.local/share/slipway")]
    public void The_first_variable_that_is_set_says_where(
        string? slipway,
        string? data,
        string? user,
        string expected) => Assert.Equal(expected, StoreLocation.Default(Environment(slipway, data, user)));

    [Fact]
    public void Without_any_of_them_it_is_an_error_that_says_what_to_set()
    {
        var failure = Assert.Throws<SlipwayException>(() => StoreLocation.Default(Environment(null, null, null)));

        Assert.Equal(StoreCodes.NoHome, failure.Diagnostics[0].Code);
    }

    private static Func<string, string?> Environment(string? slipway, string? data, string? user) => name => name switch
    {
        "SLIPWAY_HOME" => slipway,
        "XDG_DATA_HOME" => data,
        "HOME" => user,
        _ => null,
    };
}
