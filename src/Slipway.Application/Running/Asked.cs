using System.Collections.Immutable;
using Slipway.Application.Digests;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Values;
using Slipway.Trust.Statements;

namespace Slipway.Application.Running;

/// <summary>What an image is asked for as, to be held against what was signed about it.</summary>
/// <param name="Name">The image of the tree; null where nobody said it.</param>
/// <param name="Tree">What the tree builds its images from.</param>
internal sealed record Asked(ImageName? Name, ImmutableDictionary<ImageName, ExpectedBuild> Tree)
{
    public static readonly Asked Anything = new(null, StatementTarget.NoTree);

    /// <summary>An image with the digest that a person typed, or that the tree gives it.</summary>
    public static Asked Of(ImageName? name, InputsDigest? digest) => new(name, UsedImage.TreeOf(name, digest));

    /// <summary>An image with the digest that an index or a record has of it.</summary>
    /// <remarks>
    /// Whoever can write there says that another image has the inputs of this one: the digest counts only where the
    /// tree gives the image the same. Else it has to be the image by its name, of whatever inputs.
    /// </remarks>
    public static async Task<Asked> AsRecordedAsync(
        WorkspaceParts parts, ImageName? name, InputsDigest? recorded, CancellationToken cancellationToken)
    {
        if (name is not { } known
            || recorded is null
            || parts.CatalogIfAny is not { Config.Dialect.SharesDigests: true } catalog)
        {
            return Of(name, null);
        }

        var own = await new TreeDigests(parts.Tree, catalog, parts.DigestCache).FindAsync(known, cancellationToken);
        return Of(name, own == recorded ? own : null);
    }
}
