using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Vouching;

/// <summary>Statements beside an image of a registry: about its manifest there, and about the image itself.</summary>
/// <param name="beside">What lies in its repository.</param>
/// <param name="image">The image.</param>
/// <param name="manifest">Its manifest there, by which other tools lay statements beside it.</param>
internal sealed class PlacedStatements(IStatementSource beside, ImageHash image, Sha256Digest manifest)
    : IStatementSource
{
    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken)
    {
        var about = await beside.FindAsync(subject, cancellationToken);
        return subject == image.Sha256
            ? [.. about, .. await beside.FindAsync(manifest, cancellationToken)]
            : about;
    }
}
