using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Cli.Hosting;

/// <summary>What the parser did not understand, as diagnostics.</summary>
internal static class SyntaxErrors
{
    public static ImmutableArray<Diagnostic> Of(ParseResult parsed)
    {
        string[] unknown = [.. UnknownOptions.In(parsed)];
        if (parsed.Errors.Count == 0 && unknown.Length == 0)
        {
            return [];
        }

        if (Habit(parsed) is { } habit)
        {
            return [habit];
        }

        string? unmatched = parsed.UnmatchedTokens is [var first, ..] ? first : null;
        // What else is wrong comes of an option that was taken for something else; and behind a word that is no
        // command, nothing else says more.
        return unknown.Length > 0
            ? [.. unknown.Select(word => Problem($"Unrecognized option '{word}'", Remedy(parsed, word)))]
            :
            [
                .. parsed.Errors.Take(parsed.CommandResult.Command is RootCommand ? 1 : int.MaxValue).Select(problem =>
                    Problem(Sentence(problem.Message), Remedy(parsed, unmatched))),
            ];
    }

    private static Diagnostic Problem(string message, string remedy) => new(CliCodes.Syntax, message, remedy);

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

    private static string Remedy(ParseResult parsed, string? word)
    {
        string path = Path(parsed);
        if (word is ['-', ..])
        {
            return NearestName.Find(word, UnknownOptions.Known(parsed.CommandResult)) is { } option
                ? $"Did you mean {option}? `{path} --help` shows all options."
                : $"Run `{path} --help`.";
        }

        var subcommands = parsed.CommandResult.Command.Subcommands.Select(command => command.Name);
        return word is not null && NearestName.Find(word, subcommands) is { } meant
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
