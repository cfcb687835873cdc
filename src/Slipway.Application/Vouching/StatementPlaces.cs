using System.Collections.Immutable;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;

namespace Slipway.Application.Vouching;

/// <summary>Where statements about images are: in the store, and where a registry has the image, beside it.</summary>
/// <param name="store">Those of this machine.</param>
/// <param name="keeps">Whether that store can be written.</param>
/// <param name="shared">The registry that machines share; null when there is none.</param>
/// <param name="registry">The registries.</param>
internal sealed class StatementPlaces(
    Func<IStatementStore> store, bool keeps, Func<SharedBackend?> shared, Func<IImageRegistry> registry)
{
    /// <summary>Told what was left unread; null where nobody hears it.</summary>
    public Action<string>? Tell { get; init; }

    /// <summary>Whether machines share a registry here.</summary>
    public bool IsShared => shared() is not null;

    /// <summary>What is at hand.</summary>
    public IStatementSource Here(UsedImage image) => image.BundleFile is { } file
        ? new JoinedStatements(store(), new FileStatements(file, image.Hash))
        : store();

    /// <summary>What has to be asked for; null when there is nobody to ask.</summary>
    public IStatementSource? Elsewhere(UsedImage image)
    {
        IEnumerable<(RepositoryName Repository, Sha256Digest Manifest)> known = image.Published is { } published
            ? [published]
            : (shared()?.PlacesOf(image.Image) ?? []).Select(place => (place.Repository, place.Manifest.Digest));
        ImmutableArray<IStatementSource> places =
        [
            .. known.Select(place => new PlacedStatements(
                new RegistryStatements(registry(), place.Repository) { Tell = Tell }, image.Hash, place.Manifest)),
        ];
        return places.IsEmpty ? null : new KnownStatements(new JoinedStatements(places));
    }

    /// <summary>Both, for those who look at an image without using it.</summary>
    public IStatementSource Everywhere(UsedImage image) =>
        Elsewhere(image) is { } elsewhere ? new JoinedStatements(Here(image), elsewhere) : Here(image);

    /// <summary>
    /// Keeps what was signed about an image and about all that it is built on: for what is built on it, and offline.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="accepted">What the verifier said of it.</param>
    /// <param name="found">Where that was found.</param>
    /// <param name="policy">Whose statements count: anybody may have laid others beside it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task KeepAsync(
        UsedImage image,
        TrustVerdict accepted,
        IStatementSource found,
        ChainPolicy policy,
        CancellationToken cancellationToken)
    {
        if (!keeps)
        {
            return;
        }

        ImmutableArray<ImageHash> all =
            [.. accepted.Links.Select(link => new ImageHash(Sha256Digest.Parse(link.TaskId))).Distinct()];
        foreach (var one in all)
        {
            var kept = (await store().FindAsync(one.Sha256, cancellationToken))
                .Select(statement => Sha256Digest.Of(statement.Span))
                .ToHashSet();
            foreach (var statement in ListedStatements.Of(await found.FindAsync(one.Sha256, cancellationToken), policy)
                .Where(statement => !kept.Contains(Sha256Digest.Of(statement.Span))))
            {
                await store().AddAsync(one, statement, cancellationToken);
            }
        }

        await store().KeepWithAsync(image.Hash, [.. all.Where(one => one != image.Hash)], cancellationToken);
    }
}
