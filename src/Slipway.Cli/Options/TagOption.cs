using System.Collections.Immutable;
using System.CommandLine;
using System.Text.RegularExpressions;
using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>The option <c>--tag</c>.</summary>
internal sealed partial class TagOption : Option<string[]>
{
    // https://github.com/distribution/reference/blob/v0.6.0/reference.go: the length of a name, without its tag.
    private const int LongestName = 255;

    private const int LongestTag = 128;

    public TagOption()
        : base("--tag", "-t")
    {
        Description = "A tag for the image in the engine instead of NAME:latest; may be repeated";
        HelpName = "TAG";
        Arity = ArgumentArity.OneOrMore;
    }

    /// <summary>The tags of a command line, none when there are none.</summary>
    /// <exception cref="SlipwayException">An engine would refuse one of them.</exception>
    public ImmutableArray<string> Read(ParseResult arguments) => Checked(arguments.GetValue(this) ?? []);

    /// <summary>The same tags.</summary>
    /// <exception cref="SlipwayException">An engine would refuse one of them, or take it for another one.</exception>
    public static ImmutableArray<string> Checked(IReadOnlyCollection<string> tags)
    {
        var refused = tags.Where(tag => !IsReference(tag)).ToList();
        return refused.Count == 0
            ? [.. tags]
            : throw new SlipwayException([.. refused.Select(tag => new Diagnostic(
                RequestCodes.InvalidValue,
                $"'{tag}' is not a value for --tag",
                "Write [HOST[:PORT]/]NAME[:TAG]: the name in lower case, "
                + $"the tag of at most {LongestTag} letters, digits and '_.-'."))]);
    }

    /// <summary>Whether every engine takes a text as the name of an image, with or without a tag.</summary>
    public static bool IsReference(string text) =>
        text.Length <= LongestName + 1 + LongestTag
        && Reference().Match(text) is { Success: true } match
        && match.Groups["name"].Length <= LongestName
        // Engines take 64 digits for an image's id.
        && !Identifier().IsMatch(match.Groups["name"].Value);

    // The grammar of github.com/distribution/reference, which Docker, Podman and the OCI's tools share; no digest,
    // because a digest cannot be given to an image.
    [GeneratedRegex(
        """
            \A(?<name>
              (?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?/)?
              [a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*
              (?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*
            )(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?\z
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\A[a-f0-9]{64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
