using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Builds;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>Finds the manifests that explain builds which are deleted.</summary>
internal sealed class DocumentPlanner(Inventory inventory)
{
    private static readonly ImmutableDictionary<string, SharedDocumentKind> Kinds =
        ImmutableDictionary<string, SharedDocumentKind>.Empty
            .Add(DocumentTypes.Record, SharedDocumentKind.Record)
            .Add(DocumentTypes.Log, SharedDocumentKind.Log)
            .Add(DocumentTypes.Inputs, SharedDocumentKind.Inputs);

    /// <param name="shelves">What the repositories have.</param>
    /// <param name="deleted">The holdings that are deleted now.</param>
    /// <param name="parents">The digests that builds which stay anywhere were built on.</param>
    /// <param name="now">The moment.</param>
    /// <param name="settled">What is from before this moment nobody is about to share.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<ImmutableArray<SharedDocumentFate>> PlanAsync(
        IReadOnlyCollection<Shelf> shelves,
        IReadOnlySet<Holding> deleted,
        IReadOnlySet<InputsDigest> parents,
        DateTimeOffset now,
        DateTimeOffset settled,
        CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<Going>();
        var staying = new ConcurrentBag<(RepositoryName Repository, string Tag)>();
        await Questions.AskAsync(
            shelves,
            async (shelf, token) =>
            {
                var orphans = await new OrphanFinder(inventory).FindAsync(shelf, settled, token);
                var judged = DocumentJudge.Judge(shelf, deleted, orphans, parents, now);
                var (tags, needed) = await SpareRecordsAsync(shelf, judged, orphans, token);
                // What is said of an image that is there, or of one that is gone, is found by that.
                var lists = shelf.Holdings.Select(holding => holding.Manifest.Descriptor.Digest)
                    .Concat(orphans.Values.Select(orphan => orphan.Subject).OfType<Sha256Digest>())
                    .Select(SharedTags.OfReferrers);
                foreach (string tag in shelf.Documents.Except(tags.Select(tag => tag.Text)).Except(lists))
                {
                    staying.Add((shelf.Repository, tag));
                }

                foreach (var document in await FindAsync(shelf, tags, needed, deleted, orphans.Values, token))
                {
                    found.Add(document);
                }
            },
            cancellationToken);
        var going = found.Select(document => document.Fate.Reference).ToHashSet();
        var taken = await new StayingParts(inventory).FindAsync(
            found.IsEmpty ? [] : staying, going, cancellationToken);
        taken.UnionWith(shelves.SelectMany(shelf => shelf.Foreign.Values).SelectMany(parts => parts)
            .Select(part => part.Digest));
        return
        [
            .. found
                .OrderBy(document => document.Fate.Reference.ToString(), StringComparer.Ordinal)
                .Select(document => document.Fate with
                {
                    Bytes = document.Parts.Where(part => taken.Add(part.Digest)).Sum(part => part.Size),
                }),
        ];
    }

    /// <summary>
    /// Leaves the record of an image whose inputs stay for others: by it the next collection finds them, and the list
    /// that names them.
    /// </summary>
    /// <returns>What goes all the same, and the manifests that are not to be taken for what is left over.</returns>
    private async Task<(ImmutableArray<GoingTag> Going, HashSet<Sha256Digest> Needed)> SpareRecordsAsync(
        Shelf shelf,
        ImmutableArray<GoingTag> judged,
        Dictionary<BuildId, Orphan> orphans,
        CancellationToken cancellationToken)
    {
        var texts = judged.Select(tag => tag.Text).ToHashSet(StringComparer.Ordinal);
        var needed = new HashSet<Sha256Digest>();
        var going = ImmutableArray.CreateBuilder<GoingTag>();
        foreach (var tag in judged)
        {
            if (SharedTags.RecordOf(tag.Text) is { } record
                && SharedTags.OfInputs(record.Digest) is var inputs
                && !texts.Contains(inputs)
                && shelf.Documents.Contains(inputs)
                && await inventory.FindAsync(shelf.Repository, inputs, cancellationToken) is { } current)
            {
                needed.Add(current.Descriptor.Digest);
                var subject = tag.Subject?.Manifest.Descriptor.Digest
                    ?? (orphans.TryGetValue(record.Build, out var orphan) ? orphan.Subject : null);
                if (subject is { } about
                    && SharedManifest.Read(current)?.Subject == about
                    && await inventory.FindAsync(shelf.Repository, tag.Text, cancellationToken) is { } kept)
                {
                    needed.Add(kept.Descriptor.Digest);
                    continue;
                }
            }

            going.Add(tag);
        }

        return (going.ToImmutable(), needed);
    }

    private async Task<IEnumerable<Going>> FindAsync(
        Shelf shelf,
        ImmutableArray<GoingTag> tags,
        IReadOnlySet<Sha256Digest> needed,
        IReadOnlySet<Holding> deleted,
        IReadOnlyCollection<Orphan> orphans,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<Sha256Digest, Going>();
        foreach (var tag in tags)
        {
            if (await inventory.FindAsync(shelf.Repository, tag.Text, cancellationToken) is { } manifest)
            {
                Add(manifest, tag.Subject, SharedTags.InputsOf(tag.Text));
            }
        }

        IEnumerable<(Sha256Digest Subject, InputsDigest Digest, Holding? Holding)> subjects =
        [
            .. shelf.Holdings.Where(deleted.Contains).Select(holding => (
                holding.Manifest.Descriptor.Digest, holding.Entry.Digest!.Value, (Holding?)holding)),
            .. from orphan in orphans
               let subject = orphan.Subject
               where subject is not null
               select (subject.Value, orphan.Digest, (Holding?)null),
        ];
        foreach (var (subject, digest, holding) in subjects)
        {
            string inputs = SharedTags.OfInputs(digest);
            var staying = needed.ToHashSet();
            if (shelf.Documents.Contains(inputs)
                && tags.All(tag => tag.Text != inputs)
                && await inventory.FindAsync(shelf.Repository, inputs, cancellationToken) is { } current)
            {
                staying.Add(current.Descriptor.Digest);
            }

            await AddListedAsync(shelf, subject, holding, staying, found, Add, cancellationToken);
        }

        return found.Values;

        void Add(RegistryManifest manifest, Holding? subject, InputsDigest? digest)
        {
            if (SharedManifest.Read(manifest) is { ArtifactType: { } type } document
                && Kinds.TryGetValue(type, out var kind))
            {
                found[manifest.Descriptor.Digest] = new Going(
                    new SharedDocumentFate(
                        new ImageReference(shelf.Repository, null, manifest.RepoDigest), kind, 0, subject?.Reference)
                    {
                        Digest = digest,
                    },
                    [.. document.Layers.Append(manifest.Descriptor).Select(ToPart)]);
            }
        }
    }

    /// <summary>
    /// What another build's documents have taken the tags of, which only the list of the image still names; and that
    /// list itself, where the registry does not keep it and nobody else has written to it.
    /// </summary>
    /// <param name="staying">The inputs that have the tag and stay, and the records by which they are found.</param>
    private async Task AddListedAsync(
        Shelf shelf,
        Sha256Digest subject,
        Holding? holding,
        HashSet<Sha256Digest> staying,
        Dictionary<Sha256Digest, Going> found,
        Action<RegistryManifest, Holding?, InputsDigest?> add,
        CancellationToken cancellationToken)
    {
        var listed = await inventory.ListReferrersAsync(shelf.Repository, subject, cancellationToken);
        foreach (var referrer in listed.Where(referrer => referrer.ArtifactType is { } type && Kinds.ContainsKey(type)))
        {
            if (!found.ContainsKey(referrer.Descriptor.Digest)
                && !staying.Contains(referrer.Descriptor.Digest)
                && await inventory.FindAsync(shelf.Repository, referrer.Descriptor.Digest, cancellationToken)
                    is { } manifest)
            {
                add(manifest, holding, null);
            }
        }

        string tag = SharedTags.OfReferrers(subject);
        if (shelf.Documents.Contains(tag)
            && !listed.Any(referrer => staying.Contains(referrer.Descriptor.Digest) || IsOthers(referrer))
            && await inventory.FindAsync(shelf.Repository, tag, cancellationToken) is { } list)
        {
            found[list.Descriptor.Digest] = new Going(
                new SharedDocumentFate(
                    new ImageReference(shelf.Repository, null, list.RepoDigest),
                    SharedDocumentKind.List,
                    0,
                    holding?.Reference),
                [ToPart(list.Descriptor)]);
        }
    }

    private static bool IsOthers(Referrer referrer) =>
        referrer.ArtifactType is not { } type || !Kinds.ContainsKey(type);

    private static ContentPart ToPart(OciDescriptor blob) => new(blob.Digest, blob.Size);

    private sealed record Going(SharedDocumentFate Fate, ImmutableArray<ContentPart> Parts);
}
