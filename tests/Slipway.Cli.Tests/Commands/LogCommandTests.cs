using Slipway.Cli.Tests.Support;
using Slipway.Model.Values;

namespace Slipway.Cli.Tests.Commands;

public sealed class LogCommandTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task A_log_cannot_take_a_terminal_over()
    {
        var build = BuildId.New();
        _tree.Write(
            $"../home/logs/{build}.log",
            "\u001b[31mred\u001b[0m\n\u001b]0;a title\u0007text\u0007\n\u009b2Jgone\n10 %\r20 %\n\u202eturned\nlast");

        var run = await _tree.RunAsync("log", "base", "--task-id", build.Value);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["red", "text", "gone", "20 %", "\\u202eturned", "last", ""],
            run.Output.Split('\n').Select(line => line.TrimEnd('\r')));
    }
}
