using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>Dockerfiles that name an image which the tree had and has no more.</summary>
public sealed class GoneImageTests : IDisposable
{
    private readonly BuiltTree _tree = new BuiltTree()
        .Image("old-thing", "FROM scratch\n")
        .Image("kept", "FROM scratch\nCOPY Dockerfile /d\n")
        .Image("app", "FROM old-thing\n")
        .Image("child", "FROM app\n");

    [Theory]
    [InlineData("FROM old-thing\n")]
    [InlineData("FROM old-thing:1\n")]
    [InlineData("FROM scratch\nCOPY --from=old-thing /a /a\n")]
    [InlineData("FROM scratch\nRUN --mount=type=bind,from=old-thing,target=/x true\n")]
    [InlineData("FROM scratch\nONBUILD COPY --from=old-thing /a /a\n")]
    public async Task What_a_commit_removed_is_told_and_the_others_are_planned(string dockerfile)
    {
        _tree.Image("app", dockerfile.Replace(":1", string.Empty, StringComparison.Ordinal)).Commit();
        _tree.Image("app", dockerfile).Delete("images/old-thing/Dockerfile").Commit("remove it");

        var plan = await _tree.RunAsync("plan");
        var named = await _tree.RunAsync("plan", "child");
        var check = await _tree.RunAsync("check", "--offline");

        Assert.Equal(5, plan.ExitCode);
        Assert.Contains("kept", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("app", plan.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 images are broken: app, child.\n", plan.Error, StringComparison.Ordinal);
        Assert.Equal(2, named.ExitCode);
        Assert.Equal(2, check.ExitCode);
        foreach (string told in new[] { plan.Error, named.Error, check.Output })
        {
            Assert.Contains("SLIP1139: 'old-thing", told, StringComparison.Ordinal);
            Assert.Contains("of 2026-11-10 removed it)", told, StringComparison.Ordinal);
            Assert.Contains("at images/app/Dockerfile:", told, StringComparison.Ordinal);
            Assert.Contains("'external:'", told, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("SLIP1811: 'old-thing'", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_removed_and_not_committed_is_known_from_HEAD()
    {
        _tree.Commit().Delete("images/old-thing/Dockerfile");

        Assert.Contains("has it)", (await _tree.RunAsync("plan")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_stood_in_the_configuration_is_known_too()
    {
        _tree.Write("slipway.yml", "prefix: test\nfolder: images\nimages: { gone.by: { definition: kept } }\n")
            .Image("app", "FROM gone.by\n")
            .Commit();
        _tree.Write("slipway.yml", "prefix: test\nfolder: images\n").Commit("remove it");
        _tree.Image("other", "FROM scratch\n").Commit("go on");

        Assert.Contains(
            "SLIP1139: 'gone.by' is no image of this tree any more (commit",
            (await _tree.RunAsync("plan")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stood_in_a_nested_folder_is_known_by_the_name_that_its_path_gave()
    {
        _tree.Write("slipway.yml", "prefix: test\nfolder: images\nfolders: ['*', '*/*']\n")
            .Write("images/3.12/book-worm/Dockerfile", "FROM scratch\n")
            .Image("app", "FROM 3.12-book-worm\n")
            .Commit();
        _tree.Delete("images/3.12/book-worm/Dockerfile").Commit();

        Assert.Contains("SLIP1139", (await _tree.RunAsync("plan")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_built_here_is_known_without_git()
    {
        await _tree.BuildAsync();
        _tree.Delete("images/old-thing/Dockerfile");
        Directory.Delete(Path.Join(_tree.Root, ".git"), recursive: true);

        Assert.Contains(
            "was one, says the index", (await _tree.RunAsync("plan")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("external: [old-thing]\n", "FROM old-thing\n")]
    [InlineData("external: ['old-*']\n", "FROM old-thing:3\n")]
    [InlineData("", "FROM docker.io/library/old-thing\n")]
    [InlineData(
        "", "FROM old-thing@sha256:1111111111111111111111111111111111111111111111111111111111111111\n")]
    public async Task What_is_said_to_be_from_elsewhere_is_planned(string external, string dockerfile)
    {
        _tree.Commit().Delete("images/old-thing/Dockerfile");
        _tree.Write("slipway.yml", $"prefix: test\nfolder: images\n{external}").Image("app", dockerfile);

        var plan = await _tree.RunAsync("plan");

        Assert.Equal(0, plan.ExitCode);
        Assert.Empty(plan.Error);
    }

    [Fact]
    public async Task A_tag_says_that_a_well_known_image_is_meant()
    {
        _tree.Image("python", "FROM scratch\n").Image("app", "FROM python\n").Commit();
        _tree.Delete("images/python/Dockerfile").Delete("images/old-thing/Dockerfile");
        Assert.Contains("SLIP1139: 'python'", (await _tree.RunAsync("plan")).Error, StringComparison.Ordinal);

        _tree.Image("app", "FROM python:3.13\n");
        Assert.Equal(0, (await _tree.RunAsync("plan")).ExitCode);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_a_warning_and_a_well_known_one_is_nothing()
    {
        _tree.Image("app", "FROM toolbox\n").Image("ubu", "FROM ubuntu\n").Image("deb", "FROM debian:12\n").Commit();

        var plan = await _tree.RunAsync("plan");

        Assert.Equal(0, plan.ExitCode);
        Assert.Contains("warning SLIP1614: 'toolbox'", plan.Error, StringComparison.Ordinal);
        Assert.Contains("at images/app/Dockerfile:1", plan.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ubuntu", plan.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("debian", plan.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _tree.Dispose();
}
