using Slipway.Cli.Options;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Options;

public sealed class ContainerWordsTests
{
    [Theory]
    [InlineData("run base ls -t", "'-t' stands behind")]
    [InlineData("run base ls -it", "stands behind")]
    [InlineData("run base --nonsense host -- true", "'--nonsense'")]
    [InlineData("run base --network host -- true", "slipway load")]
    [InlineData("run base --network host", "slipway load")]
    [InlineData("run base ls -la", "'-la'")]
    [InlineData("run base ls --nope -- true", "'--nope'")]
    [InlineData("run base ls -- true", "'ls' stands before")]
    [InlineData("run base -v /tmp:/x -- ls", "--volume /tmp:/x")]
    [InlineData("run base -v /tmp:/x", "--volume /tmp:/x")]
    [InlineData("run -v .:/x base -- ls", "--volume .:/x")]
    [InlineData("run --rm -it -v ..:/x base ls", "--volume ..:/x")]
    [InlineData("shell -v /tmp:/x base", "--volume /tmp:/x")]
    public async Task What_is_no_option_of_ours_is_not_run(string line, string said)
    {
        using var workshop = Workshop.WithImage();

        var run = await CliRun.RunAsync(["--root", workshop.Tree, "--home", workshop.Home, .. line.Split(' ')]);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("SLIP1001: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run base", "")]
    [InlineData("run base ls", "ls")]
    [InlineData("run --rm -it base ls", "ls")]
    [InlineData("run base --rm -ti -- ls -it", "ls -it")]
    [InlineData("run base -- sh -c x -v /tmp:/x", "sh -c x -v /tmp:/x")]
    [InlineData("run base --volume /tmp:/x -e A=B -- ls -la", "ls -la")]
    [InlineData("run -v base -- echo a:b", "echo a:b")]
    [InlineData("run base -- --network -- x", "--network -- x")]
    public void What_stands_behind_the_dashes_is_the_command_whatever_it_looks_like(string line, string command)
    {
        var parsed = Workshop.ParseOnly(line.Split(' '));
        var words = (System.CommandLine.Argument<string[]>)parsed.CommandResult.Command.Arguments[1];

        Assert.Equal(
            command.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ContainerWords.Read(parsed, words, "--volume"));
    }
}
