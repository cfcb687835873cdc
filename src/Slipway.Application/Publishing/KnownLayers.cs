using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Application.Publishing;

/// <summary>Which layers the registry has, in which form and in which of its repositories.</summary>
internal sealed class KnownLayers
{
    private readonly Dictionary<DiffId, List<(RepositoryName Repository, OciDescriptor Blob)>> _places = [];

    public void Add(RepositoryName repository, IEnumerable<(DiffId DiffId, OciDescriptor Blob)> layers)
    {
        foreach (var (diffId, blob) in layers)
        {
            var places = _places.TryGetValue(diffId, out var known) ? known : _places[diffId] = [];
            if (!places.Contains((repository, blob)))
            {
                places.Add((repository, blob));
            }
        }
    }

    /// <summary>Where a layer is in the registry of a repository: the repository itself first.</summary>
    public IEnumerable<(RepositoryName Repository, OciDescriptor Blob)> PlacesOf(
        DiffId diffId, RepositoryName wanted) =>
        (_places.GetValueOrDefault(diffId) ?? [])
            .Where(place => place.Repository.Registry == wanted.Registry)
            .OrderByDescending(place => place.Repository == wanted);
}
