using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Releases;

/// <summary>What <c>scripts/release</c> refuses, and what it does to the changelog.</summary>
public sealed class ReleaseScriptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-release-script-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("v0.1.0")]
    [InlineData("0.1")]
    [InlineData("0.1.0+commit")]
    [InlineData("00.1.0")]
    [InlineData("0.1.0 0.2.0")]
    [InlineData("0.1.0 --output")]
    [InlineData("0.1.0 --unknown")]
    [InlineData("0.1.0 --only zip")]
    [InlineData("0.1.0 --platform linux-musl-x64")]
    [InlineData("0.1.0 --platform win-x64")]
    [InlineData("0.1.0 --program /bin/true")]
    [InlineData("0.1.0 --no-tag --program /there/is/none")]
    [InlineData("0.1.0 --no-tag --carried-openssl /there/is/none")]
    public async Task What_it_does_not_understand_is_refused_with_what_to_do(string line)
    {
        var run = await ReleaseFiles.RunAsync(
            Repository.Root, "", [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--plan"]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("release: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_the_beginning_of_the_script()
    {
        var run = await ReleaseFiles.RunAsync(Repository.Root, "", ["--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Makes a release", run.Output, StringComparison.Ordinal);
        Assert.Contains("--signing-key KEY", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_unreleased_section_becomes_that_of_the_version_below_an_empty_one()
    {
        string changelog = await WriteHeadingAsync(
            "# Changelog\n\n## [Unreleased]\n\nTo be 0.1.0: everything.\n\n### Added\n\n- One thing.\n\n"
            + "## [0.0.1] - 2026-01-01\n\nTo be 0.1.0: stays.\n");

        Assert.Equal(
            "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-12-01\n\nEverything.\n\n### Added\n\n- One thing.\n\n"
            + "## [0.0.1] - 2026-01-01\n\nTo be 0.1.0: stays.\n",
            changelog);
    }

    [Theory]
    [InlineData("# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-12-01\n\n- One thing.\n", false)]
    [InlineData("# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One thing.\n", true)]
    [InlineData("# Changelog\n", false)]
    public async Task An_empty_section_is_no_release(string changelog, bool has)
    {
        var run = await InFolderAsync(changelog, "has_unreleased");

        Assert.Equal(has, run.ExitCode == 0);
    }

    [Fact]
    public async Task The_heading_is_written_once_into_the_changelog_of_this_tree()
    {
        string changelog = await WriteHeadingAsync(await File.ReadAllTextAsync(
            Repository.PathOf("CHANGELOG.md"), TestContext.Current.CancellationToken));

        Assert.Equal(2, changelog.Split("\n## [Unreleased]\n\n## [0.1.0] - 2026-12-01\n").Length);
        Assert.True((await InFolderAsync(changelog, "has_heading 0.1.0")).ExitCode == 0);
        Assert.False((await InFolderAsync(changelog, "has_heading 0.1.01")).ExitCode == 0);
    }

    private async Task<string> WriteHeadingAsync(string changelog)
    {
        var run = await InFolderAsync(changelog, "write_heading 0.1.0 2026-12-01");
        Assert.True(run.ExitCode == 0, run.ToString());
        return await File.ReadAllTextAsync(
            Path.Join(_folder.FullName, "CHANGELOG.md"), TestContext.Current.CancellationToken);
    }

    private async Task<ToolResult> InFolderAsync(string changelog, string command)
    {
        await File.WriteAllTextAsync(
            Path.Join(_folder.FullName, "CHANGELOG.md"), changelog, TestContext.Current.CancellationToken);
        return await Tool.RunAsync(
            "bash",
            ["-c", $"set -e; repo='{_folder.FullName}'; . scripts/releasing/changelog.sh; {command}"],
            Repository.Root,
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
