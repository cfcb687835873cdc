using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>
/// Finds builds that have documents and no image: a collection that was killed deleted it, or a push that was killed
/// never named it.
/// </summary>
/// <remarks>
/// A record says what it is about, unlike those of builds that failed. It is written last: where it is missing, the log
/// and the inputs say of which build they are and when that ended.
/// </remarks>
internal sealed class OrphanFinder(Inventory inventory)
{
    /// <param name="shelf">What the repository has.</param>
    /// <param name="settled">What is from before this moment nobody is about to share.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<Dictionary<BuildId, Orphan>> FindAsync(
        Shelf shelf, DateTimeOffset settled, CancellationToken cancellationToken)
    {
        var orphans = new Dictionary<BuildId, Orphan>();
        var records = shelf.Documents.Select(SharedTags.RecordOf).OfType<RecordTag>().ToList();
        var explained = shelf.Holdings.Select(holding => holding.Entry.Build).ToHashSet();
        foreach (var record in records.Where(record =>
            record.Finished <= settled && !explained.Contains(record.Build)))
        {
            if (await ReadAsync(shelf, record.Text, cancellationToken) is { Subject: { } subject })
            {
                orphans[record.Build] = new Orphan(subject, record.Digest);
            }
        }

        explained.UnionWith(records.Select(record => record.Build));
        var digests = records
            .Select(record => record.Digest)
            .Concat(shelf.Holdings.Select(holding => holding.Entry.Digest).OfType<InputsDigest>())
            .ToHashSet();
        foreach (string tag in shelf.Documents.Where(IsUnexplained))
        {
            if (await ReadAsync(shelf, tag, cancellationToken) is { } document
                && EntryAnnotations.DocumentOf(document) is { } origin
                && origin.Finished <= settled
                && !explained.Contains(origin.Build))
            {
                orphans[origin.Build] = new Orphan(document.Subject, origin.Digest);
            }
        }

        return orphans;

        bool IsUnexplained(string tag) =>
            SharedTags.LogOf(tag) is { } build
                ? !explained.Contains(build)
                : SharedTags.InputsOf(tag) is { } digest && !digests.Contains(digest);
    }

    private async Task<SharedManifest?> ReadAsync(Shelf shelf, string tag, CancellationToken cancellationToken) =>
        await inventory.FindAsync(shelf.Repository, tag, cancellationToken) is { } manifest
            ? SharedManifest.Read(manifest)
            : null;
}

/// <summary>A build that has documents and no image.</summary>
/// <param name="Subject">The manifest that its image had; null when it failed.</param>
/// <param name="Digest">The digest that was built.</param>
internal sealed record Orphan(Sha256Digest? Subject, InputsDigest Digest);
