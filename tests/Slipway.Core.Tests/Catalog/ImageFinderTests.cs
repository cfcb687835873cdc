using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Model.Values;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Catalog;

public sealed class ImageFinderTests
{
    private static readonly ImageCatalog Catalog = CatalogReader.Read(
        TreeWith(
            ("day-app", "FROM scratch\n"),
            ("day-py", "FROM scratch\n"),
            ("day-py2", "FROM scratch\n"),
            ("day-bad", "COPYY\n"),
            ("shell", "FROM scratch\n"),
            ("nested/one", "FROM scratch\n"),
            ("docs", "FROM scratch\n"))
        .With("taskcluster/docker/day-app/Dockerfile.dev", "FROM scratch\n")
        .WithConfig(
            """
            folders: ["*", "*/*"]
            images:
              loud: { definition: shell }
              plain: { definition: shell }
              day-dev: { definition: day-app, dockerfile: Dockerfile.dev }
            """),
        KnownDialects.All).Catalog;

    [Theory]
    [InlineData("day-app", "day-app")]
    [InlineData("day-bad", "day-bad")]
    [InlineData("taskcluster/docker/day-py", "day-py")]
    [InlineData("./taskcluster/docker/day-py/", "day-py")]
    [InlineData("taskcluster/docker/day-py/Dockerfile", "day-py")]
    [InlineData("taskcluster/docker/nested/one", "nested-one")]
    [InlineData("taskcluster/docker/nested", "nested-one")]
    [InlineData("taskcluster/docker/day-bad", "day-bad")]
    [InlineData("taskcluster/docker/shell", "loud plain")]
    [InlineData("taskcluster/docker/shell/Dockerfile", "loud plain")]
    [InlineData("taskcluster/docker/day-app", "day-app day-dev")]
    [InlineData("taskcluster/docker/day-app/Dockerfile.dev", "day-dev")]
    [InlineData("day-py*", "day-py day-py2")]
    [InlineData("day-py?", "day-py2")]
    [InlineData("day-[ab]*", "day-app day-bad")]
    [InlineData("*-*", "day-app day-bad day-dev day-py day-py2 nested-one")]
    [InlineData("taskcluster/docker/day-p*", "day-py day-py2")]
    [InlineData("*/docker/*/*.dev", "day-dev")]
    [InlineData("taskcluster/docker/**/one", "nested-one")]
    [InlineData(".", "day-app day-bad day-dev day-py day-py2 docs loud nested-one plain")]
    [InlineData("taskcluster", "day-app day-bad day-dev day-py day-py2 docs loud nested-one plain")]
    public void Images_are_found_by_name_path_and_pattern(string typed, string names) =>
        Assert.Equal(names, string.Join(' ', Finder().Find(typed)));

    [Theory]
    [InlineData("")]
    [InlineData("day")]
    [InlineData("day-app2")]
    [InlineData("day-app/Dockerfile")]
    [InlineData("taskcluster/docker/day-app/Dockerfil")]
    [InlineData("taskcluster/docker/day-ap")]
    [InlineData("../elsewhere")]
    [InlineData("x*")]
    [InlineData("[")]
    [InlineData("Day-*")]
    [InlineData("../*")]
    public void What_means_no_image_finds_none(string typed) => Assert.Empty(Finder().Find(typed));

    [Fact]
    public void A_name_wins_over_a_path() =>
        Assert.Equal(["docs"], new ImageFinder(Catalog, _ => Path("taskcluster/docker/shell")).Find("docs"));

    [Theory]
    [InlineData("day-ap", "There is no image 'day-ap'", "Did you mean 'day-app'?")]
    [InlineData(
        "docker/day-ap/", "There is no image 'docker/day-ap/', neither by name nor by path", "Did you mean 'day-app'?")]
    [InlineData("day-ap1*", "No image has a name or a path like 'day-ap1*'", "Did you mean 'day-app'?")]
    [InlineData("zz?", "No image has a name or a path like 'zz?'", "'slipway list' shows the images of this tree.")]
    public void What_means_no_image_is_told_with_the_nearest_name(string typed, string message, string remedy)
    {
        var problem = Catalog.Unknown(typed);

        Assert.Equal((CatalogCodes.ImageUnknown, message, remedy), (problem.Code, problem.Message, problem.Remedy));
    }

    private static ImageFinder Finder() => new(Catalog, Path);

    private static RelativePath? Path(string typed) =>
        typed.Length > 0 && RelativePath.TryParse(typed, out var path) ? path : null;
}
