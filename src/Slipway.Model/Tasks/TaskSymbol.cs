using System.Text.RegularExpressions;

namespace Slipway.Model.Tasks;

/// <summary>How Treeherder shows a task: <c>symbol</c>, or <c>group(symbol)</c>.</summary>
/// <remarks>As taskgraph takes it apart (<c>taskgraph/util/treeherder.py</c>).</remarks>
public static partial class TaskSymbol
{
    // What taskgraph calls the group of a symbol that has none.
    private const string NoGroup = "?";

    /// <summary>Whether taskgraph can take it apart: it refuses one with a parenthesis that is not closed.</summary>
    public static bool IsValid(string text) => !text.Contains('(', StringComparison.Ordinal) || Joined().IsMatch(text);

    /// <summary>Takes a symbol apart; one that is not valid is a symbol without a group.</summary>
    /// <returns>The group is null for a symbol that has none.</returns>
    public static (string? Group, string Symbol) Split(string text)
    {
        var match = Joined().Match(text);
        return !match.Success ? (null, text)
            : match.Groups["group"].Value is not NoGroup and var group ? (group, match.Groups["symbol"].Value)
            : (null, match.Groups["symbol"].Value);
    }

    [GeneratedRegex(
        @"\A(?<group>[^(]*)\((?<symbol>[^)]*)\)\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joined();
}
