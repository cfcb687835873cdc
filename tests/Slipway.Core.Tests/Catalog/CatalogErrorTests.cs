using Slipway.Core.Catalog;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Model.Configuration;
using Slipway.Model.Trees;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Catalog;

public sealed class CatalogErrorTests
{
    [Fact]
    public void A_tree_without_images_is_an_error()
    {
        ProblemAssert.Single(new InMemorySourceTree().Problems(), CatalogCodes.NoImages, location: null);
        ProblemAssert.Single(
            new InMemorySourceTree { { "slipway.yml", "folder: images" } }.Problems(), CatalogCodes.NoImages, null);
    }

    [Fact]
    public void An_empty_folder_of_images_is_none()
    {
        var tree = new InMemorySourceTree();
        tree.AddFolder("taskcluster/docker");

        Assert.Empty(tree.Sound().ParentsFirst);
    }

    [Fact]
    public void A_folder_whose_name_no_image_can_have_says_how_to_name_it()
    {
        var result = CatalogReader.Read(
            TreeWith(("Debian", "FROM scratch\n"), ("a", "FROM scratch\n")), KnownDialects.All);

        var problem = ProblemAssert.Single(result.Diagnostics, CatalogCodes.NameInvalid, DockerfileOf("Debian"));
        Assert.Contains("definition: Debian", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal(["a"], result.Catalog.Names());
    }

    [Fact]
    public void Two_images_of_one_name_are_an_error()
    {
        var result = CatalogReader.Read(
            TreeWith(("a", "FROM scratch\n"), ("b", "FROM scratch\n")).WithConfig("images: { a: { definition: b } }"),
            KnownDialects.All);

        ProblemAssert.Single(result.Diagnostics, CatalogCodes.NameTaken, "slipway.yml:1:28");
        Assert.Empty(result.Catalog.ParentsFirst);
    }

    [Theory]
    [InlineData("images: { a: { definition: ../../.. } }")]
    [InlineData("images: { a: { definition: ../../../repo-evil } }")]
    [InlineData("images: { a: { definition: /taskcluster/docker/b } }")]
    public void A_definition_outside_the_root_is_an_error(string config) =>
        ProblemAssert.Single(
            TreeWith(("b", "FROM scratch\n")).WithConfig(config).Problems(),
            CatalogCodes.DefinitionOutsideRoot,
            "slipway.yml:1:28");

    [Fact]
    public void A_definition_that_does_not_exist_is_an_error_with_the_nearest()
    {
        var problem = ProblemAssert.Single(
            TreeWith(("debian", "FROM scratch\n")).WithConfig("images: { a: { definition: debain } }").Problems(),
            CatalogCodes.FolderMissing,
            "slipway.yml:1:28");

        Assert.Contains("'debian'", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parent: b, args: { DOCKER_IMAGE_PARENT: debian }")]
    [InlineData("args: { DOCKER_IMAGE_PARENT: b }, parent: b")]
    public void A_parent_that_is_an_argument_too_is_an_error(string entry)
    {
        var tree = TreeWith(("a", "FROM $DOCKER_IMAGE_PARENT\n"), ("b", "FROM scratch\n"))
            .WithConfig($"images: {{ a: {{ {entry} }} }}");

        var problem = Assert.Single(CatalogReader.Read(tree, KnownDialects.All).Diagnostics);

        Assert.Equal(CatalogCodes.ParentTwice, problem.Code);
    }

    [Fact]
    public void An_image_without_a_folder_is_an_error() =>
        ProblemAssert.Single(
            TreeWith(("b", "FROM scratch\n")).WithConfig("images:\n  a:\n").Problems(),
            CatalogCodes.FolderMissing,
            "slipway.yml:2:3");

    [Fact]
    public void An_image_without_a_Dockerfile_is_an_error() =>
        ProblemAssert.Single(
            TreeWith(("b", "FROM scratch\n"))
                .With("taskcluster/docker/a/x", "")
                .WithConfig("images: { a: }")
                .Problems(),
            DockerfileCodes.Missing,
            DockerfileOf("a"));

    [Fact]
    public void A_Dockerfile_that_is_no_file_is_an_error()
    {
        var tree = new InMemorySourceTree();
        tree.AddFolder(DockerfileOf("a"));
        tree.AddSpecial(DockerfileOf("b"));

        Assert.Equal(
            [(DockerfileCodes.Missing, DockerfileOf("a")), (DockerfileCodes.Missing, DockerfileOf("b"))],
            tree.Problems().Select(problem => (problem.Code, problem.Location?.File)));
    }

    [Fact]
    public void A_Dockerfile_that_leads_outside_the_root_is_reported()
    {
        var tree = TreeWith(("b", "FROM scratch\n"));
        tree.AddLink(DockerfileOf("a"), "../../../../outside");

        var result = CatalogReader.Read(tree, KnownDialects.All);

        Assert.Equal(DockerfileOf("a"), Assert.Single(result.Diagnostics).Location?.File);
        Assert.Equal(["b"], result.Catalog.Names());
    }

    [Fact]
    public void A_folder_of_an_image_that_leads_outside_the_root_is_reported()
    {
        using var tree = new TempTree();
        Directory.CreateDirectory(Path.Join(tree.Outside, "ext"));
        File.WriteAllText(Path.Join(tree.Outside, "ext", "Dockerfile"), "FROM scratch\n");
        tree.Write(DockerfileOf("a"), "FROM scratch\n")
            .Link("taskcluster/docker/ext", "../../../ext")
            .Link("taskcluster/docker/README", "../../../ext");

        var result = CatalogReader.Read(tree.Open(), KnownDialects.All);

        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal(TreeCodes.LinkLeavesRoot, problem.Code);
        Assert.Equal("taskcluster/docker/ext", problem.Location?.File);
    }

    [Fact]
    public void A_parent_that_does_not_exist_is_an_error_with_the_nearest()
    {
        var problem = ProblemAssert.Single(
            TreeWith(("a", "FROM scratch\n"), ("base", "FROM scratch\n"))
                .WithConfig("images: { a: { parent: bse } }")
                .Problems(),
            EdgeCodes.ParentUnknown,
            "slipway.yml:1:24");

        Assert.Contains("'base'", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_on_a_broken_one_are_left_out_without_a_report_of_their_own()
    {
        var result = CatalogReader.Read(
            TreeWith(
                ("broken", "RUN true\n"),
                ("child", "FROM broken\n"),
                ("grandchild", "FROM child\n"),
                ("free", "FROM scratch\n")),
            KnownDialects.All);

        ProblemAssert.Single(result.Diagnostics, DockerfileCodes.NoFrom, DockerfileOf("broken"));
        Assert.Equal(["free"], result.Catalog.Names());
    }

    [Fact]
    public void Images_on_one_without_a_folder_are_left_out_too()
    {
        var result = CatalogReader.Read(
            TreeWith(("child", "FROM gone\n"), ("other", "FROM scratch\n"))
                .WithConfig("images: { gone: , other: { parent: gone } }"),
            KnownDialects.All);

        ProblemAssert.Single(result.Diagnostics, CatalogCodes.FolderMissing, "slipway.yml:1:11");
        Assert.Empty(result.Catalog.ParentsFirst);
    }

    [Fact]
    public void A_wrong_argument_is_not_reported_again_as_missing() =>
        ProblemAssert.Single(
            TreeWith(("a", "# %ARG X\nFROM $X\n")).WithConfig("images: { a: { args: { X: [1] } } }").Problems(),
            ConfigurationCodes.WrongType,
            "slipway.yml:1:27");

    [Fact]
    public void Problems_of_different_files_come_together() =>
        Assert.Equal(
            ["SLIP1012 slipway.yml:1:1", $"SLIP1121 {DockerfileOf("b")}", $"SLIP1125 {DockerfileOf("a")}:1"],
            TreeWith(("a", "# %ARG X\nFROM $X\n"), ("b", "")).WithConfig("prefx: a")
                .Problems()
                .Select(problem => $"{problem.Code} {problem.Location}")
                .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("prefix: [\n")]
    [InlineData("- a\n")]
    [InlineData("folder: /abs\n")]
    public void When_the_configuration_cannot_be_understood_nothing_is_said_about_images(string config)
    {
        var result = CatalogReader.Read(TreeWith(("Bad", "")).WithConfig(config), KnownDialects.All);

        Assert.Equal("slipway.yml", Assert.Single(result.Diagnostics).Location?.File);
        Assert.Empty(result.Catalog.ParentsFirst);
    }

    [Fact]
    public void A_configuration_that_cannot_be_read_is_reported()
    {
        var tree = TreeWith(("a", "FROM scratch\n"));
        tree.AddFolder("slipway.yml");

        var result = CatalogReader.Read(tree, KnownDialects.All);

        Assert.Equal("slipway.yml", Assert.Single(result.Diagnostics).Location?.File);
        Assert.Empty(result.Catalog.ParentsFirst);
    }
}
