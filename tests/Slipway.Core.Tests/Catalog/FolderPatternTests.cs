using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Model.Configuration;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Catalog;

/// <summary>Images in nested folders, and what is passed over.</summary>
public sealed class FolderPatternTests
{
    [Theory]
    [InlineData("[\"*/*\"]", "3.12-bookworm 3.12-slim 3.13-bookworm")]
    [InlineData("[\"3.12/*\"]", "3.12-bookworm 3.12-slim")]
    [InlineData("[\"*/book*\", \"tools\"]", "3.12-bookworm 3.13-bookworm tools")]
    [InlineData("[\"**\"]", "3.12-bookworm 3.12-slim 3.13-bookworm tools tools-a-b-c")]
    [InlineData("[\"*\", \"*\"]", "tools")]
    [InlineData("[]", "")]
    public void Images_are_called_by_the_paths_that_the_patterns_take(string folders, string names)
    {
        var tree = Python($"folder: .\nfolders: {folders}\n");
        tree.Add("tools/Dockerfile", "FROM scratch\n");
        tree.Add("tools/a/b/c/Dockerfile", "FROM scratch\n");

        Assert.Equal(names, string.Join(' ', tree.Sound().Names().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Two_paths_that_give_one_name_are_an_error_that_names_both()
    {
        var tree = Python("folder: .\nfolders: [\"*/*\"]\n");
        tree.Add("3.12-slim/x/Dockerfile", "FROM scratch\n");
        tree.Add("3.12/slim-x/Dockerfile", "FROM scratch\n");

        var result = CatalogReader.Read(tree, KnownDialects.All);

        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal(CatalogCodes.NameTaken, problem.Code);
        Assert.Contains("'3.12-slim/x' and '3.12/slim-x'", problem.Message, StringComparison.Ordinal);
        Assert.Equal("3.12-slim-x", Assert.Single(result.Catalog.Unfit).Name);
        Assert.Contains("3.12-slim", result.Catalog.Names());
    }

    [Fact]
    public void An_entry_finds_the_folder_of_its_name()
    {
        var tree = Python("folder: .\nfolders: [\"*/*\"]\nimages: { 3.12-slim: { max-age: 1d } }\n");

        Assert.Equal("3.12/slim", tree.Sound().Image("3.12-slim").Folder.Value);
    }

    [Theory]
    [InlineData("[../x]")]
    [InlineData("[/x]")]
    [InlineData("[\"a//b\"]")]
    [InlineData("[\"[\"]")]
    public void What_is_no_pattern_of_folders_is_an_error(string folders) =>
        Assert.Equal(
            ConfigurationCodes.BadValue,
            Assert.Single(Python($"folder: .\nfolders: {folders}\n").Problems(), p =>
                p.Code != CatalogCodes.NoImages).Code);

    [Fact]
    public void What_is_passed_over_is_told_once_with_the_key_that_takes_it()
    {
        var tree = Python("folder: .\n");
        tree.Add("tools/Dockerfile", "FROM scratch\n");
        tree.Add("tools/fixtures/Dockerfile", "FROM scratch\n");
        tree.Add(".devcontainer/Dockerfile", "FROM scratch\n");

        var hint = PassedOver.Find(tree, tree.Sound())!;

        Assert.Equal(CatalogCodes.PassedOver, hint.Code);
        Assert.Equal(
            "3 Dockerfiles are passed over: 3.12/bookworm/Dockerfile, 3.12/slim/Dockerfile, 3.13/bookworm/Dockerfile",
            hint.Message);
        Assert.Contains("folders: [\"*\", \"*/*\"]", hint.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_other_names_in_one_folder_are_one_hint()
    {
        var tree = new InMemorySourceTree { { "slipway.yml", "folder: docker" } };
        for (int i = 10; i < 78; i++)
        {
            tree.Add($"docker/Dockerfile.v{i}", "FROM scratch\n");
        }

        tree.Add("docker/Dockerfile.v10.dockerignore", "x\n");
        var hint = PassedOver.Find(tree, tree.Sound())!;

        Assert.StartsWith(
            "68 Dockerfiles are passed over: docker/Dockerfile.v10, ", hint.Message, StringComparison.Ordinal);
        Assert.EndsWith(" and 65 more", hint.Message, StringComparison.Ordinal);
        Assert.Contains("dockerfile: Dockerfile.v10", hint.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker/a/Dockerfile docker/b/Dockerfile", "Set 'folder: docker' in slipway.yml: that is where")]
    [InlineData("Dockerfile", "Set 'folder: .' ", "'.' itself list an image with 'definition: .'")]
    [InlineData("3.12/bookworm/Dockerfile 3.13/slim/Dockerfile", "'folder: .'", "folders: [\"*\", \"*/*\"]")]
    [InlineData("a/docker/x/Dockerfile a/docker/y/z/Dockerfile", "'folder: a/docker'", "folders: [\"*\", \"*/*\"]")]
    [InlineData("docker/Dockerfile.a docker/Dockerfile.b", "'folder: .'", "'definition: docker' and 'dockerfile: ")]
    public void Where_the_folder_is_missing_the_dockerfiles_of_the_tree_say_which_one_it_is(
        string dockerfiles, params string[] remedies)
    {
        var tree = new InMemorySourceTree();
        foreach (string dockerfile in dockerfiles.Split(' '))
        {
            tree.Add(dockerfile, "FROM scratch\n");
        }

        var hint = PassedOver.Find(tree, CatalogReader.Read(tree, KnownDialects.All).Catalog)!;

        Assert.All(remedies, remedy => Assert.Contains(remedy, hint.Remedy, StringComparison.Ordinal));
        Assert.Equal(remedies.Length > 1 && remedies[1].Contains("folders:", StringComparison.Ordinal),
            hint.Remedy!.Contains("folders:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tree_that_lists_its_images_is_not_searched_for_others_but_when_that_is_asked()
    {
        var tree = new InMemorySourceTree
        {
            { "slipway.yml", "images: { app: { definition: ../../app } }\n" },
            { "app/Dockerfile", "FROM scratch\n" },
            { "other/Dockerfile", "FROM scratch\n" },
        };
        var catalog = tree.Sound();

        Assert.Null(PassedOver.Find(tree, catalog));
        Assert.Contains(
            "other/Dockerfile", PassedOver.Find(tree, catalog, everywhere: true)!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deep/x/y/Dockerfile.dev", "definition: deep/x/y")]
    [InlineData("Dockerfile.dev", "definition: .")]
    [InlineData("many/dockerfile", "dockerfile: dockerfile")]
    [InlineData("many/Containerfile", "dockerfile: Containerfile")]
    public void The_remedy_for_another_name_can_be_written_down_as_it_is(string file, string key)
    {
        var tree = Python("folder: .\nfolders: [\"*/*\"]\n");
        tree.Add(file, "FROM scratch\n");

        Assert.Contains($"'{key}'", PassedOver.Find(tree, tree.Sound())!.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dockerfile.template")]
    [InlineData("Dockerfile-linux.template")]
    [InlineData("Dockerfile.j2")]
    [InlineData("Dockerfile.in")]
    [InlineData("Dockerfile.dev.dockerignore")]
    [InlineData("Dockerfiles.md")]
    public void What_a_dockerfile_is_made_from_is_not_passed_over(string name)
    {
        var tree = Python("folder: .\nfolders: [\"*/*\"]\n");
        tree.Add(name, "FROM %%BASE%%\n");

        Assert.Null(PassedOver.Find(tree, tree.Sound()));
    }

    [Fact]
    public void Nothing_is_passed_over_where_all_is_taken()
    {
        var tree = Python("folder: .\nfolders: [\"*/*\"]\nimages: { dev: { definition: 3.12/slim, "
            + "dockerfile: Dockerfile.dev } }\n");
        tree.Add("3.12/slim/Dockerfile.dev", "FROM scratch\n");
        tree.Add("3.12/broken/Dockerfile", "");

        Assert.Null(PassedOver.Find(tree, CatalogReader.Read(tree, KnownDialects.All).Catalog));
    }

    private static InMemorySourceTree Python(string config) => new()
    {
        { "slipway.yml", config },
        { "3.12/bookworm/Dockerfile", "FROM scratch\n" },
        { "3.12/slim/Dockerfile", "FROM scratch\n" },
        { "3.13/bookworm/Dockerfile", "FROM scratch\n" },
    };
}
