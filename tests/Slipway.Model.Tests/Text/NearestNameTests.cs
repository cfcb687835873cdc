using Slipway.Model.Text;

namespace Slipway.Model.Tests.Text;

public class NearestNameTests
{
    [Theory]
    [InlineData("bsae", "base")]
    [InlineData("buildr", "builder")]
    [InlineData("debian1", "debian12")]
    public void A_typo_finds_its_name(string given, string expected) =>
        Assert.Equal(expected, NearestName.Find(given, ["base", "builder", "debian12"]));

    [Fact]
    public void Something_else_finds_nothing() => Assert.Null(NearestName.Find("kernel", ["base", "builder"]));
}
