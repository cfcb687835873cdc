using Slipway.Model.Builds;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Vouching;

/// <summary>What was signed of the images that one was built on.</summary>
/// <param name="statements">What was signed, by the store of this machine.</param>
/// <param name="builds">The builds of this machine.</param>
internal sealed class ParentStatements(IStatementSource statements, IBuildRecords builds)
{
    /// <summary>Puts them along: whoever pulls has nothing of this store.</summary>
    /// <param name="beside">Where to.</param>
    /// <param name="record">The build.</param>
    /// <param name="done">Images that are there already.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether something was missing there.</returns>
    public async Task<bool> PutAsync(
        RegistryStatements beside, BuildRecord record, HashSet<ImageHash> done, CancellationToken cancellationToken)
    {
        bool isMissing = false;
        foreach (var parent in (record.Parents ?? BuildRecord.NoExternals).Values.Where(done.Add))
        {
            foreach (var statement in await statements.FindAsync(parent.Sha256, cancellationToken))
            {
                isMissing |= await beside.PutAsideAsync(parent.Sha256, statement, record.Finished, cancellationToken);
            }

            foreach (var build in await builds.ListByImageAsync(parent, cancellationToken))
            {
                isMissing |= await PutAsync(beside, build, done, cancellationToken);
            }
        }

        return isMissing;
    }
}
