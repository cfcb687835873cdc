using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway new</c>: one more image in trees of every kind.</summary>
public sealed class NewTests
{
    [Fact]
    public async Task A_tree_that_has_nothing_gets_what_it_needs_for_a_first_image()
    {
        using var tree = new StartTree();

        var run = await tree.RunAsync("new", "app");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("FROM debian:12\n", tree.Read("docker/app/Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(0, (await tree.RunAsync("plan", "app")).ExitCode);
        Assert.Equal(0, (await tree.RunAsync("new", "more", "--from", "app")).ExitCode);
        Assert.Contains("FROM app\n", tree.Read("docker/more/Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(0, (await tree.RunAsync("plan", "more")).ExitCode);
    }

    [Fact]
    public async Task A_plan_writes_nothing()
    {
        using var tree = new StartTree();

        var run = await tree.RunAsync("new", "app", "--plan");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Would write docker/app/Dockerfile", run.Output, StringComparison.Ordinal);
        Assert.Empty(tree.Files());
    }

    [Fact]
    public async Task Where_a_folder_alone_makes_no_image_it_is_listed_and_nothing_else_changes()
    {
        const string Config =
            "folder: .\nfolders: [\"*/*\"] # pairs\nimages:\n    x:  { definition: a/b } # kept\n\nprefix: p\n";
        using var tree = new StartTree().Write("slipway.yml", Config).Write("a/b/Dockerfile", "FROM scratch\n");

        var run = await tree.RunAsync("new", "app", "--from", "x");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            Config.Replace("# kept\n", "# kept\n    app:\n      definition: app\n", StringComparison.Ordinal),
            tree.Read("slipway.yml"));
        Assert.Equal(0, (await tree.RunAsync("plan")).ExitCode);
    }

    [Theory]
    [InlineData("folders: []\nprefix: p\nfolder: d\n", "folders: []\nprefix: p\nfolder: d\n\nimages:\n")]
    [InlineData("folders: []\nfolder: d\nimages:\n", "folders: []\nfolder: d\nimages:\n")]
    [InlineData("folders: []\nfolder: d\nimages:", "folders: []\nfolder: d\nimages:\n")]
    public async Task A_list_that_is_not_there_yet_is_begun(string before, string list)
    {
        using var tree = new StartTree().Write("slipway.yml", before);

        var run = await tree.RunAsync("new", "app");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal($"{list}  app:\n    definition: app\n", tree.Read("slipway.yml"));
    }

    [Theory]
    [InlineData("folders: []\nimages:\n  x: { definition: ../x }\n")]
    [InlineData("images:\n  x: { definition: ../x }\nfolders: []\n")]
    [InlineData("folders: []\r\nimages:\r\n  x: { definition: ../x }\r\n")]
    [InlineData("# nothing yet\nfolders: []\nfolder: .\n")]
    [InlineData("")]
    public async Task A_byte_order_mark_is_no_hindrance_and_stays(string rest)
    {
        string config = $"\uFEFF{(rest.Contains("folder:", StringComparison.Ordinal) ? "" : "folder: d\n")}{rest}";
        using var tree = new StartTree().Write("slipway.yml", config).Write("x/Dockerfile", "FROM scratch\n")
            .Write("d/keep", "");

        var run = await tree.RunAsync("new", "app");

        Assert.True(run.ExitCode == 0, run.Error);
        byte[] written = File.ReadAllBytes(Path.Join(tree.Root, "slipway.yml"));
        byte[] mark = [0xEF, 0xBB, 0xBF];
        Assert.Equal(mark, written[..3]);
        Assert.Equal(0, written.AsSpan(3).IndexOf(mark) + 1);
        Assert.Equal(0, (await tree.RunAsync("plan", "app")).ExitCode);
    }

    [Fact]
    public async Task What_would_be_wrong_with_the_image_is_told_and_nothing_is_written()
    {
        using var tree = new StartTree()
            .Write("slipway.yml", "folder: d\nimages: { arm: { definition: arm, platform: linux/arm64 } }\n")
            .Write("d/arm/Dockerfile", "FROM scratch\n");
        var files = tree.Files();

        var run = await tree.RunAsync("new", "app", "--from", "arm");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1032: app would be no sound image", run.Error, StringComparison.Ordinal);
        Assert.Contains("app is for linux/amd64, but arm", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SLIP1030", run.Error, StringComparison.Ordinal);
        Assert.Equal(files, tree.Files());
    }

    [Fact]
    public async Task What_would_be_wrong_with_another_image_is_told_too()
    {
        // A name that was from elsewhere becomes one of the tree's, and asks for another platform then.
        using var tree = new StartTree()
            .Write(
                "slipway.yml",
                "folder: d\nexternal: [tool]\nimages: { arm: { definition: arm, platform: linux/arm64 } }\n")
            .Write("d/arm/Dockerfile", "FROM tool\n");

        var run = await tree.RunAsync("new", "tool", "--from", "scratch");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1032: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("at d/arm/Dockerfile:1", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Join(tree.Root, "d/tool")));
    }

    [Fact]
    public async Task What_cannot_be_added_to_is_for_a_person()
    {
        const string Config = "folders: []\nimages: { x: { definition: ../../x } }\n";
        using var tree = new StartTree().Write("slipway.yml", Config).Write("x/Dockerfile", "FROM scratch\n");

        var run = await tree.RunAsync("new", "app");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1030: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("definition: app", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, tree.Files().Count);
    }

    [Fact]
    public async Task In_a_tree_of_taskgraph_it_is_listed_in_the_kind_with_its_parent()
    {
        const string Kind = """
            loader: taskgraph.loader.transform:loader
            transforms:
                - taskgraph.transforms.docker_image:transforms
                - taskgraph.transforms.cached_tasks:transforms
                - taskgraph.transforms.task:transforms
            tasks:
                base:
                    symbol: I(base)
                # the last one
                tests:
                    symbol: I(t)
                    parent: base

            """;
        using var tree = new StartTree()
            .Write("slipway.yml", "scheme: taskgraph\ntaskgraph: { release: \"24.2\" }\n")
            .Write("taskcluster/config.yml", "trust-domain: test\n")
            .Write("taskcluster/kinds/docker-image/kind.yml", Kind)
            .Write("taskcluster/docker/base/Dockerfile", "FROM debian:12\n")
            .Write("taskcluster/docker/tests/Dockerfile", "FROM $DOCKER_IMAGE_PARENT\n");

        var run = await tree.RunAsync("new", "mine", "--from", "tests");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            $"{Kind}    mine:\n        symbol: I(mine)\n        parent: tests\n",
            tree.Read("taskcluster/kinds/docker-image/kind.yml"));
        Assert.Contains(
            "FROM $DOCKER_IMAGE_PARENT\n", tree.Read("taskcluster/docker/mine/Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(0, (await tree.RunAsync("plan", "mine")).ExitCode);
    }

    [Theory]
    [InlineData("App", null, "SLIP1102")]
    [InlineData("../app", null, "SLIP1102")]
    [InlineData("a/b", null, "SLIP1102")]
    [InlineData(".app", null, "SLIP1102")]
    [InlineData("base", null, "SLIP1103")]
    [InlineData("file", null, "SLIP1029")]
    [InlineData("half", null, "SLIP1103")]
    [InlineData("app", "bose", "SLIP1113")]
    [InlineData("app", "nobodys", "SLIP1113")]
    [InlineData("app", "Not A Reference", "SLIP1113")]
    [InlineData("app", "debian\nRUN evil", "SLIP1113")]
    [InlineData("app", "", "SLIP1113")]
    public async Task What_cannot_be_made_is_told_and_nothing_is_written(string name, string? from, string code)
    {
        using var tree = new StartTree()
            .Write("slipway.yml", "prefix: p\nfolder: d\n").Write("d/base/Dockerfile", "FROM scratch\n")
            .Write("d/file", "x\n").Write("d/half/Dockerfile/x", "x\n");
        var files = tree.Files();

        var run = await tree.RunAsync(["new", name, .. from is null ? (string[])[] : ["--from", from]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{code}: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(files, tree.Files());
    }

    [Fact]
    public async Task A_tree_with_Dockerfiles_is_to_be_set_up_first()
    {
        using var tree = new StartTree().Write("a/Dockerfile", "FROM scratch\n");

        var run = await tree.RunAsync("new", "app");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1031: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_there_without_a_Dockerfile_becomes_the_image()
    {
        using var tree = new StartTree().Write("slipway.yml", "folder: d\n").Write("d/app/notes", "x\n");

        var run = await tree.RunAsync("new", "app", "--from", "ghcr.io/owner/name:1.0");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("FROM ghcr.io/owner/name:1.0\n", tree.Read("d/app/Dockerfile"), StringComparison.Ordinal);
        Assert.Equal("x\n", tree.Read("d/app/notes"));
    }
}
