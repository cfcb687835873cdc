using Slipway.Model.Builds;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing;

namespace Slipway.Application.Vouching;

/// <summary>Brings what was signed about images to where a registry has them.</summary>
/// <param name="statements">What was signed, by the store of this machine.</param>
/// <param name="builds">The builds of this machine.</param>
/// <param name="registry">The registries.</param>
/// <param name="shared">The registry that machines share.</param>
internal sealed class StatementCarrier(
    IStatementSource statements, IBuildRecords builds, IImageRegistry registry, SharedBackend shared)
{
    /// <summary>Lays all of it beside an image, wherever it was shared to.</summary>
    /// <param name="image">The image.</param>
    /// <param name="record">Its build.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task CarryAsync(BuiltImage image, BuildRecord record, CancellationToken cancellationToken)
    {
        var hash = image.ImageHash ?? throw new ArgumentException("Which image it is is not known.", nameof(image));
        var known = await statements.FindAsync(hash.Sha256, cancellationToken);
        if (known.IsEmpty)
        {
            return;
        }

        foreach (var (repository, manifest) in shared.PlacesOf(image))
        {
            var beside = new RegistryStatements(registry, repository);
            foreach (var statement in known)
            {
                await beside.PutAsync(manifest, statement, record.Finished, cancellationToken);
                // The manifest is another one under every name that the image gets; the image stays the same.
                await beside.PutAsideAsync(hash.Sha256, statement, record.Finished, cancellationToken);
            }

            await new ParentStatements(statements, builds).PutAsync(beside, record, [], cancellationToken);
        }
    }
}
