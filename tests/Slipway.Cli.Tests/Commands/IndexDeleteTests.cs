using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

public sealed class IndexDeleteTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(2, "--level", "2")]
    [InlineData(2, "--level", "3", "--pull-request", "7")]
    [InlineData(3, "--level", "3")]
    public async Task A_namespace_of_level_3_is_deleted_at_level_3_only(int exitCode, params string[] options)
    {
        using var workshop = new Workshop();

        var run = await CliRun.RunAsync([
            "--root",
            workshop.Tree,
            "--home",
            workshop.Home,
            "index",
            "delete",
            "workshop.cache.level-3.app.latest",
            .. options,
        ]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(exitCode == 2 ? "SLIP1008" : "SLIP1301", run.Error, StringComparison.Ordinal);
    }
}
