using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Tests.Options;

public sealed class VolumeTests
{
    [Theory]
    [InlineData(".:/mnt", "", ":/mnt")]
    [InlineData("./a:/mnt:ro", "/a", ":/mnt:ro")]
    [InlineData("a/b:/mnt", "/a/b", ":/mnt")]
    [InlineData("a/../b:/mnt", "/b", ":/mnt")]
    public void A_relative_path_is_one_from_the_current_folder(string value, string path, string rest) =>
        Assert.Equal(Directory.GetCurrentDirectory() + path + rest, Volume.Resolve(value));

    [Theory]
    [InlineData("..:/mnt")]
    [InlineData("../a:/mnt")]
    public void A_path_may_lead_upwards(string value) =>
        Assert.StartsWith(
            Path.GetDirectoryName(Directory.GetCurrentDirectory())!, Volume.Resolve(value), StringComparison.Ordinal);

    [Theory]
    [InlineData("/a:/mnt")]
    [InlineData("/mnt")]
    [InlineData("cache:/mnt")]
    [InlineData("cache.d:/mnt:ro")]
    public void Absolute_paths_and_names_of_volumes_stay(string value) => Assert.Equal(value, Volume.Resolve(value));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData(":/mnt")]
    [InlineData("./a:")]
    public void What_says_no_place_is_refused(string value)
    {
        var error = Assert.Throws<SlipwayException>(() => Volume.Resolve(value));

        Assert.Equal(CliCodes.Syntax, error.Diagnostics[0].Code);
        Assert.Contains("--volume", error.Diagnostics[0].Message, StringComparison.Ordinal);
    }
}
