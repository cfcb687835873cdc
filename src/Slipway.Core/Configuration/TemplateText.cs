using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>Checks the templates of <c>index:</c>, so that a namespace made from one is always one.</summary>
internal static partial class TemplateText
{
    private static readonly ImmutableArray<string> Common = ["prefix", "scope", "level", "name"];

    private static readonly ImmutableArray<string> Date = ["year", "month", "day", "pushtime", "pushdatetime"];

    /// <summary>
    /// The placeholders of <c>hash:</c>. It is what is looked up, so nothing in it may depend on the time.
    /// </summary>
    public static readonly ImmutableArray<string> OfHash = [.. Common, "digest"];

    public static readonly ImmutableArray<string> OfLatest = Common;

    public static readonly ImmutableArray<string> OfPushDate = [.. Common, .. Date];

    // Without these, images or scopes would write over each other.
    private static readonly ImmutableArray<string> Needed = ["scope", "name"];

    /// <returns>The template, or null after a report.</returns>
    public static string? Read(ConfigValues values, YamlNode node, string key, ImmutableArray<string> known)
    {
        if (values.Text(node, key) is not { } template)
        {
            return null;
        }

        int before = values.ProblemCount;
        var used = Placeholder().Matches(template).Select(match => match.Groups["name"].Value).ToList();
        foreach (string unknown in used.Except(known, StringComparer.Ordinal))
        {
            values.Report(
                ConfigurationCodes.BadTemplate,
                $"The template {key} has no placeholder {{{Display.Text(unknown)}}}",
                Suggestion.For(unknown, known) is { } nearest
                    ? $"Did you mean {{{nearest}}}?"
                    : $"Use {string.Join(", ", known.Select(name => $"{{{name}}}"))}.",
                node.Location);
        }

        var needed = known.Contains("digest") ? Needed.Add("digest") : Needed;
        foreach (string missing in needed.Except(used, StringComparer.Ordinal))
        {
            values.Report(
                ConfigurationCodes.BadTemplate,
                $"The template {key} lacks {{{missing}}}",
                missing == "scope"
                    ? "Put {scope} into it; it stands for 'level-3' or the scope of a pull request."
                    : $"Put {{{missing}}} into it.",
                node.Location);
        }

        if (values.ProblemCount == before && !IndexNamespace.TryParse(Placeholder().Replace(template, "x"), out _))
        {
            values.Report(
                ConfigurationCodes.BadTemplate,
                $"The template {key} does not make a namespace",
                "Use letters, digits and -_!~*'()% with single dots between, and placeholders in braces.",
                node.Location);
        }

        return values.ProblemCount == before ? template : null;
    }

    [GeneratedRegex(
        @"\{(?<name>[^{}]*)\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
