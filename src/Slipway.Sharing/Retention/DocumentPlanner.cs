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
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<ImmutableArray<SharedDocumentFate>> PlanAsync(
        IReadOnlyCollection<Shelf> shelves,
        IReadOnlySet<Holding> deleted,
        IReadOnlySet<InputsDigest> parents,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<Going>();
        var staying = new ConcurrentBag<string>();
        await Questions.AskAsync(
            shelves,
            async (shelf, token) =>
            {
                var tags = DocumentJudge.Judge(shelf, deleted, parents, now);
                foreach (string tag in shelf.Documents.Except(tags.Select(tag => tag.Text)))
                {
                    staying.Add(tag);
                }

                foreach (var going in await FindAsync(shelf, tags, deleted, token))
                {
                    found.Add(going);
                }
            },
            cancellationToken);
        // What is read of a digest is the same wherever it lies, and a registry has it once.
        var taken = staying
            .Select(SharedTags.InputsOf)
            .OfType<InputsDigest>()
            .Select(digest => digest.Sha256)
            .Append(SmallBlob.Empty.Descriptor.Digest)
            .ToHashSet();
        return
        [
            .. found
                .OrderBy(going => going.Fate.Reference.ToString(), StringComparer.Ordinal)
                .Select(going => going.Fate with
                {
                    Bytes = going.Parts.Where(part => taken.Add(part.Digest)).Sum(part => part.Size),
                }),
        ];
    }

    private async Task<IEnumerable<Going>> FindAsync(
        Shelf shelf,
        ImmutableArray<GoingTag> tags,
        IReadOnlySet<Holding> deleted,
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

        foreach (var subject in shelf.Holdings.Where(deleted.Contains))
        {
            await AddListedAsync(shelf, subject, found, Add, cancellationToken);
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
    private async Task AddListedAsync(
        Shelf shelf,
        Holding subject,
        Dictionary<Sha256Digest, Going> found,
        Action<RegistryManifest, Holding?, InputsDigest?> add,
        CancellationToken cancellationToken)
    {
        var listed = await inventory.ListReferrersAsync(
            shelf.Repository, subject.Manifest.Descriptor.Digest, cancellationToken);
        string inputs = SharedTags.OfInputs(subject.Entry.Digest!.Value);
        var current = shelf.Documents.Contains(inputs)
            ? (await inventory.FindAsync(shelf.Repository, inputs, cancellationToken))?.Descriptor.Digest
            : null;
        foreach (var referrer in listed.Where(referrer => referrer.ArtifactType is { } type && Kinds.ContainsKey(type)))
        {
            if (!found.ContainsKey(referrer.Descriptor.Digest)
                && referrer.Descriptor.Digest != current
                && await inventory.FindAsync(shelf.Repository, referrer.Descriptor.Digest, cancellationToken)
                    is { } manifest)
            {
                add(manifest, subject, null);
            }
        }

        string tag = SharedTags.OfReferrers(subject.Manifest.Descriptor.Digest);
        if (shelf.Documents.Contains(tag)
            && listed.All(referrer => found.ContainsKey(referrer.Descriptor.Digest))
            && await inventory.FindAsync(shelf.Repository, tag, cancellationToken) is { } list)
        {
            found[list.Descriptor.Digest] = new Going(
                new SharedDocumentFate(
                    new ImageReference(shelf.Repository, null, list.RepoDigest),
                    SharedDocumentKind.List,
                    0,
                    subject.Reference),
                [ToPart(list.Descriptor)]);
        }
    }

    private static ContentPart ToPart(OciDescriptor blob) => new(blob.Digest, blob.Size);

    private sealed record Going(SharedDocumentFate Fate, ImmutableArray<ContentPart> Parts);
}
