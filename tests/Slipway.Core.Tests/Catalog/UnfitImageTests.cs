using Slipway.Core.Catalog;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Catalog;

/// <summary>What is wrong with one image is no other image's affair.</summary>
public sealed class UnfitImageTests
{
    private static InMemorySourceTree Tree => TreeWith(("good", "FROM scratch\n"));

    public static TheoryData<string, string, string> Unfit => new()
    {
        { DockerfileOf("bad"), "", "SLIP1121" },
        { DockerfileOf("bad"), "RUN true\n", "SLIP1122" },
        { "slipway.yml", "images: { bad: { definition: nowhere } }", "SLIP1104" },
        { "slipway.yml", "images: { bad: { definition: good, colour: red } }", "SLIP1012" },
        { "slipway.yml", "images: { bad: { definition: good, parent: ghost } }", "SLIP1106" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void An_image_with_a_problem_leaves_the_others_alone(string file, string content, string code)
    {
        var result = CatalogReader.Read(Tree.With(file, content), KnownDialects.All);

        Assert.True(result.IsWhole);
        var unfit = Assert.Single(result.Catalog.Unfit);
        Assert.Equal(("bad", false), (unfit.Name, unfit.IsLeftOut));
        Assert.Equal(code, unfit.Diagnostics[0].Code.ToString());
        Assert.Equal(unfit.Diagnostics, result.Diagnostics);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_belongs_to_its_image()
    {
        var tree = Tree;
        tree.Add(DockerfileOf("latin"), [.. "FROM scratch\n# caf"u8, 0xE9, (byte)'\n']);

        var result = CatalogReader.Read(tree, KnownDialects.All);

        Assert.Equal(["good"], result.Catalog.Names());
        Assert.Equal(DockerfileCodes.NotUtf8, Assert.Single(result.Catalog.Unfit).Diagnostics[0].Code);
    }

    [Fact]
    public void A_bad_registry_of_all_images_breaks_those_that_are_published()
    {
        var result = CatalogReader.Read(
            Tree.With(DockerfileOf("a"), "FROM scratch\n")
                .With("taskcluster/docker/a/VERSION", "1")
                .With(DockerfileOf("b"), "FROM scratch\n")
                .With("taskcluster/docker/b/VERSION", "1")
                .With("taskcluster/docker/REGISTRY", "not a registry"),
            KnownDialects.All);

        Assert.Equal(["good"], result.Catalog.Names());
        Assert.Equal(["a", "b"], result.Catalog.Unfit.Select(image => image.Name));
        Assert.All(
            result.Catalog.Unfit,
            image => Assert.Equal(CatalogCodes.RegistryInvalid, Assert.Single(image.Diagnostics).Code));
        Assert.Single(result.Diagnostics);
    }

    [Fact]
    public void What_is_built_on_a_broken_image_says_so_after_its_cause()
    {
        var result = CatalogReader.Read(
            Tree.With(DockerfileOf("base"), "")
                .With(DockerfileOf("app"), "FROM base\n")
                .With(DockerfileOf("site"), "FROM good\nCOPY --from=app /a /a\n"),
            KnownDialects.All);

        Assert.Equal(["good"], result.Catalog.Names());
        var site = result.Catalog.FindUnfit("site")!;
        Assert.Equal([DockerfileCodes.Empty, CatalogCodes.ParentBroken], site.Diagnostics.Select(d => d.Code));
        Assert.Equal("site is built on base, through app, which cannot be used", site.Diagnostics[1].Message);
        Assert.Equal(DockerfileOf("site") + ":2", site.Diagnostics[1].Location.ToString());
        ProblemAssert.Single(result.Diagnostics, DockerfileCodes.Empty, DockerfileOf("base"));
    }

    [Fact]
    public void A_circle_belongs_to_its_images_and_to_what_is_built_on_them()
    {
        var result = CatalogReader.Read(
            Tree.With(DockerfileOf("a"), "FROM b\n")
                .With(DockerfileOf("b"), "FROM a\n")
                .With(DockerfileOf("c"), "FROM a\n"),
            KnownDialects.All);

        Assert.True(result.IsWhole);
        Assert.Equal(["good"], result.Catalog.Names());
        Assert.Equal(["a", "b", "c"], result.Catalog.Unfit.Select(image => image.Name));
        Assert.All(result.Catalog.Unfit, image => Assert.Equal(CatalogCodes.Cycle, image.Diagnostics[0].Code));
    }

    [Fact]
    public void Each_of_many_circles_has_a_reason_however_few_are_listed()
    {
        var tree = Tree;
        for (int i = 0; i < 60; i++)
        {
            tree.Add(DockerfileOf($"x{i}"), $"FROM y{i}\n");
            tree.Add(DockerfileOf($"y{i}"), $"FROM x{i}\n");
        }

        var catalog = CatalogReader.Read(tree, KnownDialects.All).Catalog;

        Assert.Equal(["good"], catalog.Names());
        Assert.Equal(120, catalog.Unfit.Length);
        Assert.All(catalog.Unfit, image => Assert.Equal(CatalogCodes.Cycle, image.Diagnostics[0].Code));
    }

    [Fact]
    public void Hidden_folders_are_no_images()
    {
        var tree = new InMemorySourceTree { { "slipway.yml", "folder: ." }, { "a/Dockerfile", "FROM scratch\n" } };
        tree.Add(".devcontainer/Dockerfile", "");

        Assert.Equal(["a"], tree.Sound().Names());
    }

    [Fact]
    public void A_name_that_no_image_can_have_is_that_of_what_is_broken()
    {
        var tree = Tree.With(DockerfileOf("Big One"), "FROM scratch\n");
        var catalog = CatalogReader.Read(tree, KnownDialects.All).Catalog;

        Assert.Equal(["good"], catalog.Names());
        Assert.Equal("Big One", Assert.Single(catalog.Unfit).Name);
    }

    [Fact]
    public void A_key_outside_of_images_is_a_problem_of_the_tree()
    {
        var result = CatalogReader.Read(Tree.WithConfig("colour: red\n"), KnownDialects.All);

        Assert.False(result.IsWhole);
        ProblemAssert.Single(result.Diagnostics, ConfigurationCodes.UnknownKey, "slipway.yml:1:1");
    }

    [Fact]
    public void A_person_who_names_a_broken_image_hears_what_is_wrong_with_it()
    {
        var catalog = CatalogReader.Read(
            Tree.With(DockerfileOf("bad"), "").With(DockerfileOf("on"), "FROM bad\n"), KnownDialects.All).Catalog;

        var problem = Assert.Throws<SlipwayException>(() => catalog.Require("bad"));
        Assert.Equal(DockerfileCodes.Empty, Assert.Single(problem.Diagnostics).Code);
        Assert.Equal(
            [DockerfileCodes.Empty, CatalogCodes.ParentBroken, CatalogCodes.ImageUnknown],
            Assert.Throws<SlipwayException>(() => catalog.RequireAll(["bad", "on", "ghost"]))
                .Diagnostics.Select(d => d.Code));
        Assert.Equal(
            "The image 'bad' is broken: The Dockerfile is empty (taskcluster/docker/bad/Dockerfile)",
            catalog.Unknown("bad").Message);
    }
}
