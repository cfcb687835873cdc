using Slipway.Model.Builds;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing;
using Slipway.Trust.Statements;

namespace Slipway.Application.Vouching;

/// <summary>Brings what was signed about images to where a registry has them.</summary>
/// <param name="statements">What was signed, by the store of this machine.</param>
/// <param name="parents">What was signed about what they are built on.</param>
/// <param name="registry">The registries.</param>
/// <param name="shared">The registry that machines share.</param>
internal sealed class StatementCarrier(
    IStatementSource statements, ParentStatements parents, IImageRegistry registry, SharedBackend shared)
{
    /// <summary>Lays all of it beside an image, wherever it was shared to and is missing there.</summary>
    /// <param name="image">The image.</param>
    /// <param name="record">Its build.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether something was missing.</returns>
    public async Task<bool> CarryAsync(ImageHash image, BuildRecord record, CancellationToken cancellationToken)
    {
        var known = await statements.FindAsync(image.Sha256, cancellationToken);
        bool isMissing = false;
        if (known.IsEmpty)
        {
            return isMissing;
        }

        foreach (var (repository, places) in shared.PlacesOf(image)
            .GroupBy(place => place.Repository, place => place.Manifest)
            .Select(group => (group.Key, group.Distinct().ToList())))
        {
            var beside = new RegistryStatements(registry, repository);
            foreach (var statement in known)
            {
                // Who finds a statement beside a manifest expects that it is about that one.
                foreach (var manifest in places.Where(
                    manifest => ProvenanceReader.IsAbout(statement, manifest.Digest)))
                {
                    isMissing |= await beside.PutAsync(manifest, statement, record.Finished, cancellationToken);
                }

                // The manifest is another one under every name that the image gets; the image stays the same.
                isMissing |= await beside.PutAsideAsync(image.Sha256, statement, record.Finished, cancellationToken);
            }

            isMissing |= await parents.PutAsync(beside, record, cancellationToken);
        }

        return isMissing;
    }
}
