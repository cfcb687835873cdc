using System.Text.RegularExpressions;

namespace Slipway.Registry.Distribution;

/// <summary>The next page of a list (https://www.rfc-editor.org/rfc/rfc8288#section-3).</summary>
internal static partial class LinkHeader
{
    /// <returns>The target with the relation <c>next</c>, as it is written; null for none.</returns>
    public static string? Next(IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            foreach (Match link in Link().Matches(value))
            {
                if (Relation().Match(link.Groups["parameters"].Value) is { Success: true } relation
                    && relation.Groups["names"].Value.Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase))
                {
                    return link.Groups["target"].Value;
                }
            }
        }

        return null;
    }

    [GeneratedRegex(
        """<(?<target>[^<>]*)>(?<parameters>(?:[^",<]|"[^"]*")*)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(
        """(?:\A|;)\s*rel\s*=\s*(?:"(?<names>[^"]*)"|(?<names>[^\s;,"]+))""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Relation();
}
