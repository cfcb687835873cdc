using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;

namespace Slipway.Review.Proposals;

/// <summary>The files of the tree that go into an image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Files">Each once.</param>
public sealed record ContextFiles(ImageDefinition Image, ImmutableArray<RelativePath> Files)
{
    /// <summary>Those of all images whose contexts can be made.</summary>
    public static ImmutableArray<ContextFiles> Of(
        ISourceTree tree, ImageCatalog catalog, CancellationToken cancellationToken)
    {
        var contexts = catalog.Config.ContextsOf(tree);
        var found = ImmutableArray.CreateBuilder<ContextFiles>();
        foreach (var image in catalog.Images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (contexts.Build(image, new DiagnosticBag()) is { } context)
            {
                found.Add(new ContextFiles(image, [.. ContextSources.Of(image, context)]));
            }
        }

        return found.ToImmutable();
    }
}

/// <summary>Lines that a file of the tree lacks.</summary>
/// <param name="File">The file, which may not be there yet.</param>
/// <param name="Lines">What it is to hold besides.</param>
public sealed record ProposedLines(RelativePath File, ImmutableArray<string> Lines);
