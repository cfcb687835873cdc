using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Model.Storage;

/// <summary>Where signed statements about images are had from: bytes of bundles that nobody has checked.</summary>
public interface IStatementSource
{
    /// <summary>Statements that may speak of an image; empty when there are none.</summary>
    /// <param name="subject">SHA-256 of its manifest, or of its config.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken);
}
