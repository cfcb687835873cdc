using System.CommandLine;
using Slipway.Cli.Commands;
using Slipway.Cli.Options;

namespace Slipway.Cli.Hosting;

/// <summary>Every command, in the order of the help.</summary>
internal static class CommandTable
{
    private static readonly (string Name, Func<Command> Create)[] All =
    [
        ("init", static () => new InitCommand()),
        ("new", static () => new NewCommand()),
        ("list", static () => new ListCommand()),
        ("hash", static () => new HashCommand()),
        ("context", static () => new ContextCommand()),
        ("plan", static () => new PlanCommand()),
        ("graph", static () => new GraphCommand()),
        ("build", static () => new BuildCommand()),
        ("build-task", static () => new BuildTaskCommand()),
        ("load", static () => new LoadCommand()),
        ("export", static () => new ExportCommand()),
        ("import", static () => new ImportCommand()),
        ("run", static () => new RunCommand()),
        ("shell", static () => new ShellCommand()),
        ("push", static () => new PushCommand()),
        ("decision", static () => new DecisionCommand()),
        ("mach", MachCommands.Create),
        ("resolve", static () => new ResolveCommand()),
        ("pin", static () => new PinCommand()),
        ("index", IndexCommand.Create),
        ("log", static () => new LogCommand()),
        ("why", static () => new WhyCommand()),
        ("diff", static () => new DiffCommand()),
        ("impact", static () => new ImpactCommand()),
        ("affected", static () => new AffectedCommand()),
        ("history", static () => new HistoryCommand()),
        ("check", static () => new CheckCommand()),
        ("trust", TrustCommand.Create),
        ("gc", static () => new GcCommand()),
        ("fsck", static () => new FsckCommand()),
        ("doctor", static () => new DoctorCommand()),
        ("completion", static () => new CompletionCommand()),
        ("man", static () => new ManCommand(static () => new SlipwayRoot(new GlobalOptions(), []))),
    ];

    /// <summary>The commands that a command line can mean: those that it names, else all of them.</summary>
    /// <remarks>
    /// Making a command with its options costs a fifth of a millisecond, and all of them together more than what most
    /// of them do. A line that names none is help, a completion or a mistake, which need them all; and only
    /// <c>--version</c> needs none.
    /// </remarks>
    public static IEnumerable<Command> For(IReadOnlyCollection<string> words)
    {
        if (words.Contains("--version") && words.All(word => word.StartsWith('-')))
        {
            return [];
        }

        var named = All.Where(command => words.Contains(command.Name)).ToList();
        return (named.Count > 0 ? named : [.. All]).Select(command => command.Create());
    }
}
