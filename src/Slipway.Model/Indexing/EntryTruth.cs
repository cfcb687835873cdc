using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Model.Indexing;

/// <summary>Holds an entry of the index against what is known about its build.</summary>
/// <remarks>
/// An entry stands where somebody put it and says what somebody wrote.
/// What an image may be used for is what its build was.
/// </remarks>
public static class EntryTruth
{
    /// <summary>Tells that an entry is not believed.</summary>
    public static Diagnostic Problem(IndexNamespace ns, string untruth) => new(
        IndexCodes.EntryUntrue,
        $"{ns} points to a build that does not belong there, so it counts as not found: {untruth}",
        "Find out who inserted it, and run `slipway index delete` to remove it.");

    /// <summary>Believes an entry whose namespace somebody typed, or nothing at all.</summary>
    /// <returns>The entry with what is known about its build.</returns>
    /// <exception cref="SlipwayException">It does not belong there.</exception>
    public static IndexEntry Require(IndexEntry entry) =>
        CompareWithNamespace(entry) is { } untruth ? throw new SlipwayException(Problem(entry.Namespace, untruth))
        : entry.Facts is { } facts ? entry.With(facts)
        : entry;

    /// <summary>What an entry says about its build that is not so, for people; null when nothing is.</summary>
    public static string? Compare(IndexEntry entry, BuildFacts facts)
    {
        if (facts.MadeNoImage)
        {
            return $"no build {entry.Build} is known that made an image";
        }

        if (entry.Scope is { } said && facts.Scope is { } made && !said.Trusts(made))
        {
            return $"it says {Display.Text(said.Text)}, and its build was made at {made}";
        }

        return Compare(entry, IndexData.Digest, facts.Digest?.ToString(), "digest")
            ?? Compare(entry, IndexData.ImageHash, facts.ImageHash?.ToString(), "image")
            ?? (facts.IsRecord
                ? Compare(entry, IndexData.Image, facts.Image?.Value, "name")
                    ?? Compare(
                        entry, IndexData.BuiltAt, facts.Built is { } built ? IndexData.Moment(built) : null, "time")
                : null);
    }

    /// <summary>
    /// The same for a namespace that somebody typed or that was found in a store, of which no question says what
    /// belongs there: its own words count.
    /// </summary>
    public static string? CompareWithNamespace(IndexEntry entry)
    {
        if (entry.Untruth is { } untruth)
        {
            return untruth;
        }

        var known = entry.Facts is { } facts ? entry.With(facts) : entry;
        if (known.Scope is { } scope
            && NamespaceClaims.Levels(entry.Namespace, known).Any(level => level > (scope.Level?.Value ?? 0)))
        {
            return $"its build was made at {Display.Text(scope.Text)}";
        }

        return
            known.Digest is { } digest
            && NamespaceClaims.Digests(entry.Namespace) is { IsEmpty: false } named
            && !named.Contains(digest)
            ? $"its build has the digest {digest}"
            : null;
    }

    private static string? Compare(IndexEntry entry, string key, string? known, string what) =>
        known is not null && entry.Data.TryGetValue(key, out string? said) && said != known
            ? $"it says the {what} {Display.Text(said)}, and its build has {known}"
            : null;
}
