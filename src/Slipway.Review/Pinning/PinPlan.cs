using System.Collections.Immutable;
using System.Text;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Review.Pinning;

/// <summary>Which references get which pin.</summary>
/// <param name="Found">What was looked at.</param>
/// <param name="Entries">One for each of its sites, in their order.</param>
public sealed record PinPlan(PinSites Found, ImmutableArray<PinEntry> Entries)
{
    public IEnumerable<PinEntry> Changes => Entries.Where(entry => entry.IsChange);

    /// <summary>What has to be asked, each question once however many references depend on the answer.</summary>
    public static ImmutableArray<ImageReference> Questions(PinSites found, PinScope scope) =>
    [
        .. found.Sites.Where(site => IsAsked(site, scope)).Select(site => site.Followed!)
            .Distinct()
            .OrderBy(reference => reference.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>
    /// The pin that every reference with this question has already; null when one has none, or they differ.
    /// </summary>
    public static RepoDigest? Known(PinSites found, ImageReference question) =>
        found
            .Sites.Where(site => site.Followed == question)
            .Select(site => site.Reference.RepoDigest)
            .Distinct()
            .ToList()
            is [{ } pin]
            ? pin
            : null;

    /// <param name="found">The references.</param>
    /// <param name="scope">Which of them were asked about.</param>
    /// <param name="answers">The repo digest of each of <see cref="Questions"/>.</param>
    public static PinPlan Make(
        PinSites found, PinScope scope, IReadOnlyDictionary<ImageReference, RepoDigest> answers) =>
        new(
            found,
            [.. found.Sites.Select(site => Compare(site, IsAsked(site, scope) ? answers[site.Followed!] : null))]);

    /// <summary>The new content of each file that changes.</summary>
    public ImmutableSortedDictionary<RelativePath, ReadOnlyMemory<byte>> Contents() =>
        Changes
            .GroupBy(entry => entry.Site.File)
            .ToImmutableSortedDictionary(
                file => file.Key,
                file => (ReadOnlyMemory<byte>)ByteEdit.Apply(Found.Files[file.Key], file.Select(EditOf)));

    private static bool IsAsked(PinSite site, PinScope scope) =>
        site.Followed is not null && (scope == PinScope.All || site.Reference.RepoDigest is null);

    private static PinEntry Compare(PinSite site, RepoDigest? target) => new(
        site,
        (site.Reference.RepoDigest, target) switch
        {
            (null, _) => PinState.Missing,
            (_, null) => PinState.Kept,
            var (old, now) => old == now ? PinState.Current : PinState.Stale,
        },
        target);

    private static ByteEdit EditOf(PinEntry entry) => new(
        entry.Site.Offset, entry.Site.Length, Encoding.UTF8.GetBytes(entry.Site.PinnedTo(entry.Target!.Value)));
}

/// <summary>What is known of one reference.</summary>
/// <param name="Site">Where it stands.</param>
/// <param name="State">How it stands to the registry.</param>
/// <param name="Target">The repo digest that its tag means now; null when the registry was not asked.</param>
public sealed record PinEntry(PinSite Site, PinState State, RepoDigest? Target)
{
    /// <summary>Whether its file has to be written.</summary>
    public bool IsChange => State is PinState.Missing or PinState.Stale;
}

/// <summary>How a reference stands to what the registry has.</summary>
public enum PinState
{
    /// <summary>It has no pin.</summary>
    Missing,

    /// <summary>Its tag means another digest by now.</summary>
    Stale,

    /// <summary>Its tag means this digest.</summary>
    Current,

    /// <summary>
    /// It has a pin, and the registry was not asked: because nobody wanted to know, or because it has no tag.
    /// </summary>
    Kept,
}

/// <summary>Which references are looked at.</summary>
public enum PinScope
{
    /// <summary>Those without a pin.</summary>
    Missing,

    /// <summary>Those with a pin that follows a tag, too.</summary>
    All,
}
