using System.Collections.Immutable;
using Slipway.Application.Trusting;
using Slipway.Model.Builds;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Statements;

namespace Slipway.Application.Vouching;

/// <summary>What was signed of all images that one stands on, wherever they were built.</summary>
/// <param name="statements">What was signed, by the store of this machine.</param>
/// <param name="builds">The builds of this machine.</param>
/// <param name="policies">Says whose statements go along; without a policy all of the store do.</param>
internal sealed class ParentStatements(IStatementSource statements, IBuildRecords builds, PolicyFinder policies)
{
    // No tree has so many, and no image so many levels and places: what is named in statements has to end somewhere.
    private const int MostImages = 200;
    private const int MostOfOne = 10;

    /// <summary>Puts them along: whoever pulls has nothing of this store.</summary>
    /// <param name="beside">Where to.</param>
    /// <param name="record">The build.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether something was missing there.</returns>
    public async Task<bool> PutAsync(
        RegistryStatements beside, BuildRecord record, CancellationToken cancellationToken)
    {
        bool isMissing = false;
        var open = new Queue<ImageHash>(ParentsOf(record));
        var done = new HashSet<ImageHash>();
        while (done.Count < MostImages && open.TryDequeue(out var parent))
        {
            if (!done.Add(parent))
            {
                continue;
            }

            var known = await FindAsync(parent, cancellationToken);
            foreach (var (statement, _) in known)
            {
                isMissing |= await beside.PutAsideAsync(parent.Sha256, statement, record.Finished, cancellationToken);
            }

            // What was built elsewhere has no record here, and what is not signed has nothing else.
            foreach (var next in known.SelectMany(one => one.Says.Parents.Values)
                .Concat((await builds.ListByImageAsync(parent, cancellationToken)).SelectMany(ParentsOf)))
            {
                open.Enqueue(next);
            }
        }

        return isMissing;
    }

    // What counts at a high level counts at those below as well.
    private async Task<ImmutableArray<(ReadOnlyMemory<byte> Statement, Provenance Says)>> FindAsync(
        ImageHash image, CancellationToken cancellationToken)
    {
        IEnumerable<ReadOnlyMemory<byte>> found = await statements.FindAsync(image.Sha256, cancellationToken);
        if (await policies.FindAsync(cancellationToken) is { } inForce)
        {
            found = ListedStatements.Of(found, inForce.Policy);
        }

        var read = ImmutableArray.CreateBuilder<(ReadOnlyMemory<byte> Statement, Provenance Says)>();
        foreach (var statement in found)
        {
            if (BundleReader.TryRead(statement.Span, out var bundle, out _)
                && ProvenanceReader.TryRead(bundle.Payload.Span, out var says, out _)
                && says.SpeaksOf(image.Sha256))
            {
                read.Add((statement, says));
            }
        }

        return [.. read.OrderByDescending(one => one.Says.Scope.Level).Take(MostOfOne)];
    }

    private static IEnumerable<ImageHash> ParentsOf(BuildRecord record) =>
        (record.Parents ?? BuildRecord.NoExternals).Values;
}
