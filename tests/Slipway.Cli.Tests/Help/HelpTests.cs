using System.CommandLine;
using System.Text.RegularExpressions;
using Slipway.Cli.Help;
using Slipway.Cli.Hosting;
using Slipway.Cli.Options;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Help;

public sealed partial class HelpTests
{
    public static TheoryData<string> Commands() => [.. Paths(new SlipwayRoot(new GlobalOptions(), []), string.Empty)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_begins_with_examples_and_is_no_error(string path)
    {
        var run = await CliRun.RunAsync([.. Words(path), "--help"]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.StartsWith("Examples:\n  ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"\nUsage: {$"slipway {path}".TrimEnd()}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_option_and_argument_has_a_description(string path)
    {
        var command = Find(path);

        Assert.All(
            command.Options.Cast<Symbol>().Concat(command.Arguments).Append(command),
            symbol => Assert.False(string.IsNullOrWhiteSpace(symbol.Description), symbol.Name));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_can_be_parsed(string path)
    {
        var lines = Assert
            .IsType<IExampleSource>(Find(path), exactMatch: false)
            .Examples.Select(example => example.Line);

        foreach (string line in lines)
        {
            var calls = Call().Matches(line);
            Assert.NotEmpty(calls);
            Assert.All(calls, call => Assert.Empty(new SlipwayRoot(new GlobalOptions(), [])
                .Parse([.. Word().Matches(call.Groups["arguments"].Value).Select(word => word.Value.Trim('\'', '"'))])
                .Errors));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_fits_into_80_columns(string path)
    {
        var output = new StringWriter();

        HelpText.Write(Find(path), output, 80);

        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Help_can_be_asked_for_in_front()
    {
        Assert.Equal(await CliRun.RunAsync("build", "--help"), await CliRun.RunAsync("help", "build"));
        Assert.Equal(await CliRun.RunAsync("--help"), await CliRun.RunAsync("help"));
    }

    [Fact]
    public async Task Help_of_the_whole_lists_every_command()
    {
        var run = await CliRun.RunAsync("--help");

        Assert.All(
            new SlipwayRoot(new GlobalOptions(), []).Subcommands,
            command => Assert.Matches($@"(?m)^  {command.Name}\b", run.Output));
    }

    [Fact]
    public async Task A_group_lists_its_commands()
    {
        var run = await CliRun.RunAsync("index", "--help");

        Assert.All(
            ["find NAMESPACE", "list [NAMESPACE]", "insert NAMESPACE", "delete NAMESPACE"],
            command => Assert.Contains($"\n  {command} ", run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("index")]
    public async Task A_line_that_says_too_little_is_answered_with_help(params string[] arguments)
    {
        var run = await CliRun.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("Examples:", run.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paths(Command command, string path) =>
        command.Subcommands
            .SelectMany(child => Paths(child, $"{path} {child.Name}".Trim()))
            .Prepend(path);

    private static Command Find(string path) =>
        Words(path).Aggregate(
            (Command)new SlipwayRoot(new GlobalOptions(), []),
            (command, name) => command.Subcommands.Single(child => child.Name == name));

    private static string[] Words(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // A call ends where the shell would end it: at a pipe, a redirection, a list or a closing bracket.
    [GeneratedRegex("""\bslipway (?<arguments>(?:[^|&>)'"]|'[^']*'|"[^"]*")*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    [GeneratedRegex("""'[^']*'|"[^"]*"|[^\s]+""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
