using System.CommandLine;
using System.CommandLine.Parsing;

namespace Slipway.Cli.Options;

/// <summary>Words that were meant as options.</summary>
internal static class UnknownOptions
{
    /// <summary>
    /// The words that look like options and that the parser gave to arguments, because no option is called so. Behind
    /// <c>--</c> any word is an argument.
    /// </summary>
    public static IEnumerable<string> In(ParseResult parsed)
    {
        var before = parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .ToHashSet<object>(ReferenceEqualityComparer.Instance);
        return parsed.CommandResult.Children
            .OfType<ArgumentResult>()
            .Where(result => result.Argument is not ForeignWords)
            .SelectMany(result => result.Tokens)
            .Where(token => token.Value is ['-', _, ..] && before.Contains(token))
            .Select(token => token.Value);
    }

    /// <summary>The names of the options that a command understands.</summary>
    public static IEnumerable<string> Known(CommandResult command)
    {
        for (var result = command; result is not null; result = result.Parent as CommandResult)
        {
            foreach (var option in result.Command.Options.Where(option =>
                !option.Hidden && (result == command || option.Recursive)))
            {
                yield return option.Name;
            }
        }
    }
}

/// <summary>Words of somebody else's, at the end of a line: who takes them reads them.</summary>
internal sealed class ForeignWords(string name) : Argument<string[]>(name);
