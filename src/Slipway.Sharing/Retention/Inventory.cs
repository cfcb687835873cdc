using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>Reads every manifest of a build that the repositories of some images have.</summary>
internal sealed class Inventory(IImageRegistry registry, SharedLayout layout, SharedScopes scopes, TagReader reader)
{
    /// <param name="images">The images; no registry has to tell which repositories there are.</param>
    public async Task<ImmutableArray<Holding>> ReadAsync(
        IEnumerable<ImageName> images, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<Holding>();
        var repositories =
            from image in images.Distinct()
            from scope in scopes.Visible
            select (Scope: scope, Image: image);
        await Questions.AskAsync(
            repositories,
            async (place, token) =>
            {
                foreach (var holding in await ReadAsync(place.Scope, place.Image, token))
                {
                    found.Add(holding);
                }
            },
            cancellationToken);
        return [.. found.OrderBy(holding => holding.Reference.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The manifest to which a tag leads now.</summary>
    public Task<RegistryManifest?> FindAsync(
        RepositoryName repository, string tag, CancellationToken cancellationToken) =>
        registry.FindManifestAsync(new ImageReference(repository, tag, null), cancellationToken);

    private async Task<IEnumerable<Holding>> ReadAsync(
        IndexScope scope, ImageName image, CancellationToken cancellationToken)
    {
        var repository = layout.RepositoryOf(scope, image);
        var holdings = new ConcurrentDictionary<Sha256Digest, Holding>();
        var others = new ConcurrentDictionary<Sha256Digest, string>();
        await Questions.AskAsync(
            (await reader.ListAsync(repository, cancellationToken)).Where(tag => !SharedTags.IsDocument(tag)),
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
            },
            cancellationToken);
        return holdings.Values.Select(holding =>
            others.TryGetValue(holding.Manifest.Descriptor.Digest, out string? other)
                ? holding with { OtherTag = other }
                : holding);
    }

    private static Holding With(Holding holding, SharedPlace place, DateTimeOffset? condemned) =>
        condemned is null ? holding with { Places = holding.Places.Add(place) }
        : holding.Condemned > condemned ? holding
        : holding with { Condemned = condemned };

}
