using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Retention;

/// <summary>Says what expires when, and who will miss it. Pure.</summary>
public static class ExpiryForecast
{
    /// <param name="indexed">What the index has under the digests of images, also what has expired.</param>
    /// <param name="needs">Who needs which digest.</param>
    /// <param name="durations">What a build of an image takes, by its name; images may be missing.</param>
    /// <param name="now">The moment.</param>
    /// <param name="until">How far to look.</param>
    /// <returns>What expires until then, the earliest first; of what has expired only what somebody needs.</returns>
    public static ImmutableArray<Expiry> Of(
        IEnumerable<IndexedDigest> indexed,
        IEnumerable<ImageNeed> needs,
        IReadOnlyDictionary<string, TimeSpan> durations,
        DateTimeOffset now,
        DateTimeOffset until)
    {
        var byDigest = indexed.ToLookup(entry => entry.Digest);
        var users = needs
            .Select(need => (need.User, Last: Last(byDigest[need.Digest], need.Level)))
            .Where(found => found.Last is not null)
            .ToLookup(found => found.Last!, found => found.User);
        return
        [
            .. byDigest
                .SelectMany(sharing => sharing)
                .Where(entry => entry.Expires <= until && (entry.Expires > now || users.Contains(entry)))
                .Select(entry => new Expiry(
                    entry,
                    durations.TryGetValue(entry.Name, out var duration) ? duration : null,
                    [.. users[entry].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
                .OrderBy(expiry => expiry.Entry.Expires)
                .ThenBy(expiry => expiry.Entry.Name, StringComparer.Ordinal)
                .ThenBy(expiry => expiry.Entry.Scope.Text, StringComparer.Ordinal)
                .ThenBy(expiry => expiry.Entry.Digest.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The last entry that serves a level: while another one stands, nobody misses those that go before it.
    /// </summary>
    private static IndexedDigest? Last(IEnumerable<IndexedDigest> entries, Level level) => entries
        .Where(entry => entry.Scope.Level >= level)
        .OrderByDescending(entry => entry.Expires)
        .ThenByDescending(entry => entry.Scope.Level)
        .ThenBy(entry => entry.Name, StringComparer.Ordinal)
        .FirstOrDefault();
}

/// <summary>An entry of the index under the digest of an image.</summary>
/// <param name="Name">The image's name there.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Digest">The inputs digest.</param>
/// <param name="Build">The build to which it leads.</param>
/// <param name="Expires">From when on it is not found.</param>
public sealed record IndexedDigest(
    string Name, IndexScope Scope, InputsDigest Digest, BuildId Build, DateTimeOffset Expires);

/// <summary>That somebody needs an image.</summary>
/// <param name="User">Who.</param>
/// <param name="Level">The level at which it is looked up.</param>
/// <param name="Digest">The inputs digest.</param>
public sealed record ImageNeed(string User, Level Level, InputsDigest Digest);

/// <summary>What will not be found any more, and when.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Rebuild">What it takes to build the image again, by past builds; null when there are none.</param>
/// <param name="Users">Who needs it and then finds nothing else; none when nobody does.</param>
public sealed record Expiry(IndexedDigest Entry, TimeSpan? Rebuild, ImmutableArray<string> Users);
