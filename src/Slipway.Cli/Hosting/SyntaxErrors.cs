using System.CommandLine;
using System.CommandLine.Parsing;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Cli.Hosting;

/// <summary>What the parser did not understand, as diagnostics.</summary>
internal static class SyntaxErrors
{
    public static IEnumerable<Diagnostic> Of(ParseResult parsed) =>
        Habit(parsed) is { } habit
            ? [habit]
            // Behind a word that is no command, nothing else says more.
            : parsed.Errors.Take(parsed.CommandResult.Command is RootCommand ? 1 : int.MaxValue).Select(problem =>
                new Diagnostic(CliCodes.Syntax, Sentence(problem.Message), Remedy(parsed)));

    private static Diagnostic? Habit(ParseResult parsed) =>
        parsed is { CommandResult.Command: RootCommand, UnmatchedTokens: [var word, ..] }
        && HabitualCommands.Find(word) is { } command
            ? command
            : Habits.Find(parsed.CommandResult.Command.Name, parsed.Tokens);

    /// <summary>
    /// The parser lists the values that an option takes below one another; here they follow in the line.
    /// </summary>
    private static string Sentence(string message)
    {
        const StringSplitOptions tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        return message.Split('\n', tidy) is [var first, .. var values] && values.Length > 0
            ? $"{first} {string.Join(", ", values)}"
            : message.TrimEnd('.');
    }

    private static string Remedy(ParseResult parsed)
    {
        string path = Path(parsed);
        var subcommands = parsed.CommandResult.Command.Subcommands.Select(command => command.Name);
        return parsed.UnmatchedTokens is [var token, ..] && NearestName.Find(token, subcommands) is { } meant
            ? $"Did you mean `{path} {meant}`? `{path} --help` shows all commands."
            : $"Run `{path} --help`.";
    }

    private static string Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
        {
            names.Push(result.Command is RootCommand ? "slipway" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
