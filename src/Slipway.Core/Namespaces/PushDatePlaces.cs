using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Model.Values;

namespace Slipway.Core.Namespaces;

/// <summary>Where the builds of an image stand in the index by their push dates.</summary>
/// <param name="Top">The namespace below which they do; null for the top of the index.</param>
/// <param name="Parts">
/// What each further part of their namespaces looks like, the last that of the entry itself.
/// </param>
public sealed record PushDatePlaces(IndexNamespace? Top, ImmutableArray<Regex> Parts)
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    private static readonly (string Placeholder, string Pattern)[] Placeholders =
    [
        ("{year}", "[0-9]{4}"),
        ("{month}", "[0-9]{2}"),
        ("{day}", "[0-9]{2}"),
        ("{pushtime}", "[0-9]{6}"),
        ("{pushdatetime}", "[0-9]{14}"),
        ("{digest}", "[0-9a-f]{64}"),
    ];

    /// <summary>Whether a namespace may stand at a depth below <see cref="Top"/>.</summary>
    public bool Fits(IndexNamespace ns, int depth) =>
        Parts[depth].IsMatch(ns.Value[(ns.Value.LastIndexOf('.') + 1)..]);

    /// <param name="template">The template, in which only dates and digests are not filled in yet.</param>
    internal static PushDatePlaces Of(string template)
    {
        string[] parts = template.Split('.');
        int first = Array.FindIndex(parts, part => part.Contains('{', StringComparison.Ordinal));
        first = first < 0 ? parts.Length - 1 : first;
        return new PushDatePlaces(
            first == 0 ? null : IndexNamespace.Parse(string.Join('.', parts[..first])),
            [.. parts[first..].Select(part => new Regex(Pattern(part), RegexOptions.CultureInvariant, PatternTime))]);
    }

    /// <summary>An escaped template in which dates and digests have become patterns.</summary>
    internal static string WithPatterns(string escaped)
    {
        var pattern = new StringBuilder(escaped);
        foreach (var (placeholder, meaning) in Placeholders)
        {
            pattern.Replace(Regex.Escape(placeholder), meaning);
        }

        return pattern.ToString();
    }

    private static string Pattern(string part) => $@"\A{WithPatterns(Regex.Escape(part))}\z";
}
