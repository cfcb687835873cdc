using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>Commands where nothing says where the store is.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class NoStoreTests : IDisposable
{
    private static readonly string[] Variables = ["SLIPWAY_HOME", "XDG_DATA_HOME", "HOME"];

    private readonly CheckTree _tree = new CheckTree().Commit();
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    [Theory]
    [InlineData("list", true)]
    [InlineData("plan", true)]
    [InlineData("hash", false)]
    [InlineData("graph", false)]
    public async Task Who_only_looks_needs_none_and_is_told_where_it_matters(string command, bool isTold)
    {
        var run = await RunAsync(command);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("base", run.Output, StringComparison.Ordinal);
        Assert.Equal(isTold ? 1 : 0, run.Error.Split("warning SLIP1408").Length - 1);
    }

    [Fact]
    public async Task Check_finds_what_it_finds() =>
        Assert.Contains("SLIP1804", (await RunAsync("check", "--offline")).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("impact", "HEAD")]
    [InlineData("diff", "HEAD", "HEAD")]
    public async Task Revisions_are_compared_without_one(params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains(" → ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("load", "base")]
    [InlineData("gc")]
    [InlineData("history", "base")]
    public async Task Who_needs_it_is_refused(params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("SLIP1408", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _tree.Dispose();

    private async Task<CliRun> RunAsync(params string[] arguments)
    {
        try
        {
            foreach (string variable in Variables)
            {
                Environment.SetEnvironmentVariable(variable, null);
            }

            return await CliRun.RunAsync([.. arguments, "--root", _tree.Root]);
        }
        finally
        {
            foreach (var (variable, value) in Variables.Zip(_before))
            {
                Environment.SetEnvironmentVariable(variable, value);
            }
        }
    }
}
