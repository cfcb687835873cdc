using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>The command that is to run in a container, as it stands at the end of a line.</summary>
internal static class ContainerWords
{
    private const string Verbose = "-v";

    /// <summary>What hands type behind <c>docker run</c>, and what is so anyway.</summary>
    private static readonly ImmutableArray<string> Idle = ["--rm", "-i", "--interactive", "-t", "--tty"];

    /// <param name="arguments">The line. The parser gives the command every word that it knows no place for.</param>
    /// <param name="command">The argument that takes the command.</param>
    /// <param name="volumeOption">What mounts a folder.</param>
    /// <returns>The words of the command; none for the image's own.</returns>
    /// <exception cref="SlipwayException">
    /// A misspelt option, or one of the engine's, would be run: an option stands before the dashes that Slipway does
    /// not know, or words stand on both sides of them.
    /// </exception>
    public static ImmutableArray<string> Read(
        ParseResult arguments, Argument<string[]> command, string volumeOption)
    {
        ImmutableArray<string> words = [.. arguments.GetValue(command) ?? []];
        var tokens = arguments.Tokens.ToList();
        int dashes = tokens.FindIndex(token => token.Type == TokenType.DoubleDash);
        var before = dashes < 0 ? words : words[..Math.Max(0, words.Length - (tokens.Count - dashes - 1))];
        if (BehindVerbose(dashes < 0 ? tokens : tokens[..dashes]) is { } volume)
        {
            throw Refused(
                $"'{volume}' stands behind {Verbose}, which says more and takes no value",
                $"Write `{volumeOption} {volume}` to mount a folder.");
        }

        if (before.FirstOrDefault(word => word.StartsWith('-')) is { } option)
        {
            throw Habits.Find(arguments.CommandResult.Command.Name, option) is { } habit
                ? new SlipwayException(habit)
                : Refused(
                    $"Unrecognized option '{option}'",
                    $"Run `slipway {arguments.CommandResult.Command.Name} --help`; a command goes behind `--`.");
        }

        if (!before.IsEmpty && FollowsWords(before[0], tokens) is { } lost)
        {
            throw Refused($"'{lost}' stands behind the command's first word", "Put the whole command behind `--`.");
        }

        return dashes < 0 || before.IsEmpty
            ? words
            : throw Refused($"'{before[0]}' stands before `--`", "Put the whole command behind `--`.");
    }

    /// <summary>An option without effect that the command was to get: nothing would tell that it did not.</summary>
    private static string? FollowsWords(string first, List<Token> tokens)
    {
        // The image's own name is an argument as well, and may be the same word.
        int place = tokens.FindLastIndex(token => token.Type == TokenType.Argument && token.Value == first);
        return tokens
            .Skip(place + 1)
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Option && Idle.Contains(token.Value))
            ?.Value;
    }

    // docker run mounts with -v; the parser took what follows for the image when that comes later.
    private static string? BehindVerbose(List<Token> tokens) => tokens
        .Zip(tokens.Skip(1))
        .FirstOrDefault(pair =>
            pair.First.Value == Verbose
            && pair.Second.Type == TokenType.Argument
            && pair.Second.Value.Contains(':', StringComparison.Ordinal))
        .Second?.Value;

    private static SlipwayException Refused(string message, string remedy) =>
        new(new Diagnostic(CliCodes.Syntax, message, remedy));
}
