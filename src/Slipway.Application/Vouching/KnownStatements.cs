using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Vouching;

/// <summary>Statements of a place that is far away: each image is asked for once.</summary>
internal sealed class KnownStatements(IStatementSource source) : IStatementSource
{
    private readonly Dictionary<Sha256Digest, ImmutableArray<ReadOnlyMemory<byte>>> _known = [];

    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(subject, out var known))
        {
            _known[subject] = known = await source.FindAsync(subject, cancellationToken);
        }

        return known;
    }
}
