using System.Collections.Immutable;
using Slipway.Model.Values;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>Says which of the tags that explain builds go with them. Pure.</summary>
/// <remarks>
/// A record, a log and inputs go when the image goes that they are about. Those of builds that have no image there,
/// because they failed, stay for a year; what a collection that was killed has left of a build goes. Inputs are of a
/// digest: they stay as long as a build that stays has it, was built on it, or has a record with it.
/// </remarks>
internal static class DocumentJudge
{
    /// <summary>How long it is known of a build without an image how it went, as in the store of a machine.</summary>
    private static readonly TimeSpan KeepRecords = TimeSpan.FromDays(365);

    /// <param name="shelf">What the repository has.</param>
    /// <param name="deleted">The holdings that are deleted now.</param>
    /// <param name="orphans">Builds whose image is gone.</param>
    /// <param name="parents">The digests that builds which stay anywhere were built on.</param>
    /// <param name="now">The moment.</param>
    public static ImmutableArray<GoingTag> Judge(
        Shelf shelf,
        IReadOnlySet<Holding> deleted,
        IReadOnlyDictionary<BuildId, Orphan> orphans,
        IReadOnlySet<InputsDigest> parents,
        DateTimeOffset now)
    {
        var staying = shelf.Holdings.Where(holding => !deleted.Contains(holding)).ToList();
        var stayingBuilds = staying.Select(holding => holding.Entry.Build).ToHashSet();
        var subjects = shelf.Holdings
            .Where(holding => deleted.Contains(holding) && !stayingBuilds.Contains(holding.Entry.Build))
            .GroupBy(holding => holding.Entry.Build)
            .ToDictionary(same => same.Key, same => same.First());
        var records = shelf.Documents.Select(SharedTags.RecordOf).OfType<RecordTag>().ToList();
        var goingRecords = records.Where(IsOver).ToList();
        var overBuilds = goingRecords
            .Select(record => record.Build)
            .Concat(subjects.Keys)
            .Concat(orphans.Keys)
            .ToHashSet();
        var overDigests = goingRecords
            .Select(record => record.Digest)
            .Concat(subjects.Values.Select(holding => holding.Entry.Digest!.Value))
            .Concat(orphans.Values.Select(orphan => orphan.Digest))
            .ToHashSet();
        overDigests.ExceptWith(staying.Select(holding => holding.Entry.Digest!.Value));
        overDigests.ExceptWith(records.Except(goingRecords).Select(record => record.Digest));
        overDigests.ExceptWith(parents);
        return
        [
            .. goingRecords.Select(record => new GoingTag(record.Text, subjects.GetValueOrDefault(record.Build))),
            .. shelf.Documents
                .Where(tag => SharedTags.LogOf(tag) is { } build && overBuilds.Contains(build))
                .Select(tag => new GoingTag(tag, subjects.GetValueOrDefault(SharedTags.LogOf(tag)!.Value))),
            .. shelf.Documents
                .Where(tag => SharedTags.InputsOf(tag) is { } digest && overDigests.Contains(digest))
                .Select(tag => new GoingTag(
                    tag,
                    subjects.Values.LastOrDefault(holding => holding.Entry.Digest == SharedTags.InputsOf(tag)))),
        ];

        bool IsOver(RecordTag record) =>
            subjects.ContainsKey(record.Build)
            || orphans.ContainsKey(record.Build)
            || (!stayingBuilds.Contains(record.Build) && record.Finished <= now - KeepRecords);
    }
}

/// <summary>A tag that goes.</summary>
/// <param name="Subject">The image with which it does; null when there is none.</param>
internal sealed record GoingTag(string Text, Holding? Subject);
