using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Digests;

/// <summary>Computes what determines the images of one tree, and their digests.</summary>
/// <param name="catalog">Its images.</param>
/// <param name="cache">Remembers hashes; what was learnt is written into it.</param>
/// <param name="threads">How many threads at most; by default one for each processor.</param>
internal sealed class TreeDigests(ISourceTree tree, ImageCatalog catalog, IDigestCache cache, int? threads = null)
{
    /// <summary>The digest that the tree gives an image; null where it has no such image, or one with an error.
    /// </summary>
    public async Task<InputsDigest?> FindAsync(ImageName image, CancellationToken cancellationToken) =>
        catalog.Find(image) is not null
            && (await ComputeAsync([image], new ImageProblems(), cancellationToken)).TryGetValue(image, out var own)
                ? own.Digest
                : null;

    /// <param name="images">The images that are wanted.</param>
    /// <param name="problems">Gets every problem of every context; an image with an error is left out.</param>
    /// <returns>The inputs of the images and of all their ancestors.</returns>
    public async Task<IReadOnlyDictionary<ImageName, ImageInputs>> ComputeAsync(
        IEnumerable<ImageName> images, ImageProblems problems, CancellationToken cancellationToken)
    {
        var inputs = new DigestCalculator(tree, catalog.Config, cache, threads ?? Environment.ProcessorCount)
            .Compute(catalog.WithAncestors(images), problems, cancellationToken);
        await cache.FlushAsync(cancellationToken);
        return inputs;
    }
}
