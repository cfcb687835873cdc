using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

public sealed class BuildTaskTests
{
    [Fact]
    public async Task Outside_a_task_everything_that_is_missing_is_told_and_no_tree_is_needed()
    {
        var run = await CliRun.RunAsync("build-task", "--root", "/nowhere");

        Assert.Equal(2, run.ExitCode);
        foreach (string variable in (string[])["CONTEXT_TASK_ID", "CONTEXT_PATH", "HASH", "IMAGE_NAME"])
        {
            Assert.Contains($"SLIP2140: {variable} is not set", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_context_of_this_machine_needs_no_task()
    {
        var run = await CliRun.RunAsync("build-task", "--context", "none.tar.gz");

        Assert.DoesNotContain("CONTEXT_TASK_ID", run.Error, StringComparison.Ordinal);
        Assert.Contains("SLIP2140: HASH is not set", run.Error, StringComparison.Ordinal);
    }
}
