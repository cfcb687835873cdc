using System.Collections.Immutable;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing;

namespace Slipway.Application.Vouching;

/// <summary>Where statements about images are: in the store, and where a registry has the image, beside it.</summary>
/// <param name="store">Those of this machine.</param>
/// <param name="keeps">Whether that store can be written.</param>
/// <param name="shared">The registry that machines share; null when there is none.</param>
/// <param name="registry">The registries.</param>
internal sealed class StatementPlaces(
    Func<IStatementStore> store, bool keeps, Func<SharedBackend?> shared, Func<IImageRegistry> registry)
{
    private readonly Dictionary<ImageHash, ImmutableArray<ReadOnlyMemory<byte>>> _accepted = [];

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
                new RegistryStatements(registry(), place.Repository), image.Hash, place.Manifest)),
        ];
        return places.IsEmpty ? null : new KnownStatements(new JoinedStatements(places));
    }

    /// <summary>Both, for those who look at an image without using it.</summary>
    public IStatementSource Everywhere(UsedImage image) =>
        Elsewhere(image) is { } elsewhere ? new JoinedStatements(Here(image), elsewhere) : Here(image);

    /// <summary>Remembers what made an image acceptable.</summary>
    public void Accepted(UsedImage image, ImmutableArray<ReadOnlyMemory<byte>> statements) =>
        _accepted[image.Hash] = statements;

    /// <summary>
    /// Keeps what made an image acceptable with it, once it is in the store: for what is built on it, and offline.
    /// </summary>
    public async Task KeepAsync(ImageHash image, CancellationToken cancellationToken)
    {
        if (!keeps || !_accepted.Remove(image, out var statements))
        {
            return;
        }

        foreach (var statement in statements)
        {
            await store().AddAsync(image, statement, cancellationToken);
        }
    }
}
