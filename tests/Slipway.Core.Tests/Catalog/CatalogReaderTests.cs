using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Catalog;

public sealed class CatalogReaderTests
{
    [Fact]
    public void Every_folder_with_a_Dockerfile_is_an_image_without_any_configuration()
    {
        var catalog = TreeWith(("b", "FROM scratch\n"), ("a", "FROM debian:12\n"))
            .With("taskcluster/docker/notes/README.md", "no image")
            .With("taskcluster/docker/README.md", "nor this")
            .With("elsewhere/Dockerfile", "FROM scratch")
            .Sound();

        Assert.Equal(["a", "b"], catalog.Names());
        Assert.Equal("repo", catalog.Config.Prefix);
        var image = catalog.Image("a");
        Assert.Equal("taskcluster/docker/a", image.Folder.Value);
        Assert.Equal(ImageKind.Task, image.Kind);
        Assert.Equal("taskcluster/docker/a/Dockerfile", image.Location.ToString());
        Assert.Empty(image.Args);
        Assert.Empty(image.Parents);
    }

    [Fact]
    public void The_folder_of_the_images_can_be_set() =>
        Assert.Equal(
            ["a"],
            new InMemorySourceTree { { "slipway.yml", "folder: images" }, { "images/a/Dockerfile", "FROM scratch" } }
                .Sound()
                .Names());

    [Fact]
    public void The_images_may_lie_at_the_top() =>
        Assert.Equal(
            ["a", "b"],
            new InMemorySourceTree
            {
                { "slipway.yml", "folder: .\nimages: { b: { definition: a } , a: }" },
                { "a/Dockerfile", "FROM scratch" },
            }
                .Sound()
                .Names());

    [Fact]
    public void A_folder_that_is_a_link_is_an_image()
    {
        var tree = TreeWith(("a", "FROM scratch\n"));
        tree.Add("shared/b/Dockerfile", "FROM debian:12\n");
        tree.AddLink("taskcluster/docker/b", "../../shared/b");

        Assert.Equal(["a", "b"], tree.Sound().Names());
    }

    [Fact]
    public void A_folder_that_serves_as_a_definition_is_no_image_by_itself()
    {
        var catalog = TreeWith(("debian", "# %ARG V\nFROM debian:$V\n"))
            .WithConfig(
                "images:\n  debian12: { definition: debian, args: { V: 12 } }\n  debian13: { definition: debian, args: "
                + "{ V: 13 } }\n")
            .Sound();

        Assert.Equal(["debian12", "debian13"], catalog.Names());
        Assert.Equal("taskcluster/docker/debian", catalog.Image("debian13").Folder.Value);
        Assert.Equal("debian:13", catalog.Image("debian13").Dockerfile.References[0].Resolved);
        Assert.Equal("slipway.yml:3:3", catalog.Image("debian13").Location.ToString());
    }

    [Fact]
    public void A_definition_that_is_listed_is_an_image_too() =>
        Assert.Equal(
            ["debian", "debian12"],
            TreeWith(("debian", "FROM debian:12\n"))
                .WithConfig("images: { debian: , debian12: { definition: debian } }")
                .Sound()
                .Names());

    [Fact]
    public void A_definition_may_lie_anywhere_in_the_tree() =>
        Assert.Equal(
            "tools/docker/x",
            new InMemorySourceTree
            {
                { "slipway.yml", "images: { x: { definition: ../../tools/docker/x } }" },
                { "tools/docker/x/Dockerfile", "FROM scratch" },
            }
                .Sound()
                .Image("x")
                .Folder.Value);

    [Fact]
    public void A_folder_with_a_name_no_image_can_have_may_be_a_definition() =>
        Assert.Equal(
            ["debian"],
            TreeWith(("Debian_", "FROM scratch\n"))
                .WithConfig("images: { debian: { definition: Debian_ } }")
                .Sound()
                .Names());

    [Fact]
    public void What_the_entry_says_reaches_the_image()
    {
        var image = TreeWith(("a", "FROM scratch\n"), ("b", "FROM scratch\n"))
            .WithConfig("images: { a: { parent: b, max-age: 30d, secrets: [s], args: { X: 1 } } }")
            .Sound()
            .Image("a");

        Assert.Equal(TimeSpan.FromDays(30), image.MaxAge);
        Assert.Equal(["s"], image.Secrets);
        Assert.Equal("1", image.Args["X"]);
    }

    [Fact]
    public void The_parent_is_never_among_the_arguments() =>
        Assert.Empty(
            TreeWith(("a", "# %ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n"), ("b", "FROM scratch\n"))
                .WithConfig("images: { a: { parent: b } }").Sound().Image("a").Args);

    [Fact]
    public void A_configuration_under_another_name_is_a_warning()
    {
        var result = CatalogReader.Read(
            TreeWith(("a", "FROM scratch\n")).With("slipway.yaml", "prefix: x"), KnownDialects.All);

        ProblemAssert.Single(result.Diagnostics, ConfigurationCodes.OtherFileName, "slipway.yaml");
        Assert.Equal(["a"], result.Catalog.Names());
    }

    [Fact]
    public void A_name_that_a_person_types_finds_its_image() =>
        Assert.Equal("a", TreeWith(("a", "FROM scratch\n")).Sound().Require("a").Name.Value);

    [Theory]
    [InlineData("bulder", "Did you mean 'builder'?")]
    [InlineData("Builder", "Did you mean 'builder'?")]
    [InlineData("something-else", "'slipway list' shows the images of this tree.")]
    public void A_name_that_is_wrong_gets_the_nearest(string typed, string remedy)
    {
        var catalog = TreeWith(("builder", "FROM scratch\n")).Sound();

        var problem = Assert.Single(Assert.Throws<SlipwayException>(() => catalog.Require(typed)).Diagnostics);

        Assert.Equal((CatalogCodes.ImageUnknown, remedy), (problem.Code, problem.Remedy));
    }
}
