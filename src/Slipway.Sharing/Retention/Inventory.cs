using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>Reads every manifest of a build that the repositories of some images have.</summary>
internal sealed class Inventory(SharedLayout layout, SharedScopes scopes, TagReader reader)
{
    private readonly NamedBuilds _names = new(layout, scopes, reader);

    /// <param name="images">The images; no registry has to tell which repositories there are.</param>
    /// <param name="now">The moment: names that have expired keep nothing.</param>
    /// <param name="cancellationToken">Stops the questions.</param>
    public async Task<ImmutableArray<Shelf>> ReadAsync(
        IEnumerable<ImageName> images, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var named = await _names.ReadAsync(now, cancellationToken);
        var found = new ConcurrentBag<Shelf>();
        var repositories =
            from image in images.Distinct()
            from scope in scopes.Visible
            select (Scope: scope, Image: image);
        await Questions.AskAsync(
            repositories,
            async (place, token) => found.Add(await ReadAsync(place.Scope, place.Image, token)),
            cancellationToken);
        return
        [
            .. found
                .Select(shelf => shelf with { Holdings = [.. shelf.Holdings.Select(named.Apply)] })
                .Concat(named.Shelves)
                .OrderBy(shelf => shelf.Repository.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>The manifest to which a tag leads now.</summary>
    public Task<RegistryManifest?> FindAsync(
        RepositoryName repository, string tag, CancellationToken cancellationToken) =>
        reader.FindAsync(new ImageReference(repository, tag, null), cancellationToken);

    /// <summary>A manifest by its digest; null when it is gone.</summary>
    public Task<RegistryManifest?> FindAsync(
        RepositoryName repository, Sha256Digest digest, CancellationToken cancellationToken) =>
        reader.FindAsync(new ImageReference(repository, null, new RepoDigest(digest)), cancellationToken);

    /// <summary>What is said of a manifest.</summary>
    public Task<IReadOnlyList<Referrer>> ListReferrersAsync(
        RepositoryName repository, Sha256Digest subject, CancellationToken cancellationToken) =>
        reader.ListReferrersAsync(repository, subject, cancellationToken);

    private async Task<Shelf> ReadAsync(
        IndexScope scope, ImageName image, CancellationToken cancellationToken)
    {
        var repository = layout.RepositoryOf(scope, image);
        var tags = await reader.ListAsync(repository, cancellationToken);
        var holdings = new ConcurrentDictionary<Sha256Digest, Holding>();
        var others = new ConcurrentDictionary<Sha256Digest, string>();
        var foreign = new ConcurrentDictionary<Sha256Digest, ImmutableArray<ContentPart>>();
        await Questions.AskAsync(
            tags.Where(tag => !SharedTags.IsDocument(tag)),
            async (tag, token) =>
            {
                if (await FindAsync(repository, tag, token) is not { } manifest)
                {
                    return;
                }

                var condemned = SharedTags.CondemnedOf(tag);
                if (condemned is null && layout.PlaceOf(scope, image, tag) is null)
                {
                    others[manifest.Descriptor.Digest] = tag;
                    foreign[manifest.Descriptor.Digest] = Holding.PartsOf(manifest);
                    return;
                }

                // Of a tag that condemns, the manifest says which entry it was.
                var place = layout.PlaceOf(scope, image, condemned is null ? tag : SharedTags.Latest)!;
                if ((condemned is null || condemned.Value.Manifest == manifest.Descriptor.Digest)
                    && SharedManifest.Read(manifest) is { IsImage: true } document
                    && EntryAnnotations.Read(document, place) is { } entry)
                {
                    holdings.AddOrUpdate(
                        manifest.Descriptor.Digest,
                        _ => With(new Holding(repository, scope, image, manifest, entry), place, condemned?.At),
                        (_, known) => With(known, place, condemned?.At));
                }
                else
                {
                    foreign[manifest.Descriptor.Digest] = Holding.PartsOf(manifest);
                }
            },
            cancellationToken);
        return new Shelf(
            repository,
            [
                .. holdings.Values
                    .Where(holding => holding.Entry.Digest is not null)
                    .Select(holding => others.TryGetValue(holding.Manifest.Descriptor.Digest, out string? other)
                        ? holding with { OtherName = $"{repository}:{other}" }
                        : holding)
                    .OrderBy(holding => holding.Reference.ToString(), StringComparer.Ordinal),
            ],
            [.. tags.Where(SharedTags.IsDocument).Order(StringComparer.Ordinal)])
        {
            Foreign = foreign.ToImmutableDictionary(),
        };
    }

    private static Holding With(Holding holding, SharedPlace place, DateTimeOffset? condemned) =>
        condemned is null ? holding with { Places = holding.Places.Add(place) }
        : holding.Condemned > condemned ? holding
        : holding with { Condemned = condemned };
}

/// <summary>What a repository has.</summary>
/// <param name="Holdings">The manifests of builds.</param>
/// <param name="Documents">The tags of what explains them.</param>
internal sealed record Shelf(
    RepositoryName Repository, ImmutableArray<Holding> Holdings, ImmutableArray<string> Documents)
{
    /// <summary>What other manifests with a tag consist of, none of which goes.</summary>
    public ImmutableDictionary<Sha256Digest, ImmutableArray<ContentPart>> Foreign { get; init; } =
        ImmutableDictionary<Sha256Digest, ImmutableArray<ContentPart>>.Empty;
}
