using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Placing;

/// <summary>Which layers the registry has, in which form and in which of its repositories.</summary>
public sealed class KnownLayers
{
    private readonly ConcurrentDictionary<DiffId, ImmutableArray<(RepositoryName Repository, OciDescriptor Blob)>>
        _places = new();

    public void Add(RepositoryName repository, IEnumerable<(DiffId DiffId, OciDescriptor Blob)> layers)
    {
        foreach (var (diffId, blob) in layers)
        {
            _places.AddOrUpdate(
                diffId,
                _ => [(repository, blob)],
                (_, known) => known.Contains((repository, blob)) ? known : known.Add((repository, blob)));
        }
    }

    /// <summary>Where a layer is in the registry of a repository: the repository itself first.</summary>
    public IEnumerable<(RepositoryName Repository, OciDescriptor Blob)> PlacesOf(
        DiffId diffId, RepositoryName wanted) =>
        _places.GetValueOrDefault(diffId, [])
            .Where(place => place.Repository.Registry == wanted.Registry)
            .OrderByDescending(place => place.Repository == wanted);
}
