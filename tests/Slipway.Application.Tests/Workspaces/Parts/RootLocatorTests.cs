using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Tests.Workspaces.Parts;

public sealed class RootLocatorTests : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("slipway-root-").FullName;

    public void Dispose() => Directory.Delete(_top, recursive: true);

    [Fact]
    public void The_nearest_folder_with_a_configuration_is_the_root()
    {
        File(".git/HEAD");
        File("slipway.yml");
        File("sub/slipway.yml");
        File("sub/deep/taskcluster/docker/a/Dockerfile");

        Assert.Equal(At("sub"), RootLocator.Find(At("sub/deep/taskcluster/docker/a")));
        Assert.Equal(At("sub"), RootLocator.Find(At("sub") + "/"));
        Assert.Equal(_top, RootLocator.Find(_top));
    }

    [Fact]
    public void Else_the_nearest_folder_with_images_is_the_root()
    {
        File(".git/HEAD");
        File("sub/taskcluster/docker/a/Dockerfile");
        File("sub/deep/.git/HEAD");

        Assert.Equal(At("sub"), RootLocator.Find(At("sub/deep")));
    }

    [Fact]
    public void A_configuration_of_taskgraph_makes_a_root()
    {
        File(".git/HEAD");
        File("a/taskcluster/config.yml");

        Assert.Equal(At("a"), RootLocator.Find(At("a/taskcluster")));
    }

    [Theory]
    [InlineData(".git/HEAD")]
    [InlineData(".git")]
    public void Else_the_top_of_the_checkout_is_the_root(string git)
    {
        File(git);
        File("a/b/file");

        Assert.Equal(_top, RootLocator.Find(At("a/b")));
    }

    [Fact]
    public void A_folder_named_like_the_configuration_is_none()
    {
        File(".git/HEAD");
        File("a/slipway.yml/x");

        Assert.Equal(_top, RootLocator.Find(At("a")));
    }

    [Fact]
    public void No_root_is_an_error()
    {
        File("a/b");
        var problem = Assert.Single(Assert.Throws<SlipwayException>(() => RootLocator.Find(At("a"))).Diagnostics);

        Assert.Equal(ConfigurationCodes.RootNotFound, problem.Code);
        Assert.Contains("--root", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_that_does_not_exist_is_an_error() =>
        Assert.Equal(
            ConfigurationCodes.RootNotFound,
            Assert.Single(Assert.Throws<SlipwayException>(() => RootLocator.Find(At("gone"))).Diagnostics).Code);

    private string At(string path) => Path.Combine(_top, path);

    private void File(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        System.IO.File.WriteAllText(At(path), string.Empty);
    }
}
