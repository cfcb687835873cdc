using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Vouching;

/// <summary>Statements from several places: none of them is believed, so it does not matter whose they are.</summary>
internal sealed class JoinedStatements(params ImmutableArray<IStatementSource> sources) : IStatementSource
{
    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Sha256Digest, ReadOnlyMemory<byte>>();
        foreach (var source in sources)
        {
            foreach (var statement in await source.FindAsync(subject, cancellationToken))
            {
                found.TryAdd(Sha256Digest.Of(statement.Span), statement);
            }
        }

        return [.. found.Values];
    }
}
