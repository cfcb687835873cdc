using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Model.Indexing;

/// <summary>What a namespace says by its name: which level may stand there, and which digests it names.</summary>
/// <remarks>
/// Templates may put the scope anywhere, so every place that looks like a level counts, and every place that looks like
/// a digest (<c>docs/namespaces.md</c>).
/// </remarks>
public static partial class NamespaceClaims
{
    /// <summary>The highest level that it names; 0 when it names none.</summary>
    public static int HighestLevel(IndexNamespace ns) =>
        LevelText()
            .Matches(ns.Value)
            .Select(match =>
                int.TryParse(match.Groups["level"].Value, CultureInfo.InvariantCulture, out int level)
                    ? level
                    : int.MaxValue)
            .DefaultIfEmpty(0)
            .Max();

    /// <summary>The levels that whole parts of it name, save for a part that is the image's name.</summary>
    /// <remarks>
    /// An image or a prefix may be called whatever it likes: here it is the readers who must not be wrong.
    /// </remarks>
    public static IEnumerable<int> Levels(IndexNamespace ns, IndexEntry entry) =>
        from part in ns.Value.Split('.')
        where !entry.Data.TryGetValue(IndexData.Image, out string? image) || image != part
        let scope = IndexScope.Parse(part)
        where scope.Level is not null
        select scope.Level!.Value.Value;

    /// <summary>The digests that it names.</summary>
    public static ImmutableArray<InputsDigest> Digests(IndexNamespace ns) =>
        [.. DigestText().Matches(ns.Value).Select(match => InputsDigest.Parse(match.Value))];

    /// <summary>
    /// Whether a scope may write under the name: a level up to its own, and a pull request under none.
    /// </summary>
    public static bool AllowsWriting(IndexNamespace ns, IndexScope scope) =>
        HighestLevel(ns) <= (scope.Level?.Value ?? 0);

    [GeneratedRegex(
        "level-(?<level>[0-9]+)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LevelText();

    [GeneratedRegex(
        "(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex DigestText();
}
