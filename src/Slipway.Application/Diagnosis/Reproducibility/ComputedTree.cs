using Slipway.Application.Digests;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Diagnosis.Reproducibility;

/// <summary>A tree with the digests of its images.</summary>
/// <param name="Catalog">Its images.</param>
/// <param name="Inputs">What determines them; without the images that cannot be read.</param>
internal sealed record ComputedTree(
    ISourceTree Tree, ImageCatalog Catalog, IReadOnlyDictionary<ImageName, ImageInputs> Inputs)
{
    /// <summary>Computes from nothing but the files. What is wrong shows in the images that are missing.</summary>
    public static async Task<ComputedTree> ReadAsync(
        ISourceTree tree, SlipwayConfig config, int? threads, CancellationToken cancellationToken)
    {
        var catalog = CatalogReader.Read(tree, KnownDialects.All, config.Dialect, config.Checkout).Catalog;
        var inputs = await new TreeDigests(tree, catalog, NoDigestCache.Instance, threads)
            .ComputeAsync(catalog.ParentsFirst.Select(image => image.Name), new ImageProblems(), cancellationToken);
        return new ComputedTree(tree, catalog, inputs);
    }
}
