using System.Collections.Immutable;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Core.Catalog;

namespace Slipway.Cli.Rendering;

/// <summary>Images that cannot be used, for programs.</summary>
internal static class UnfitRenderer
{
    public static IReadOnlyList<UnfitDocument> ToDocuments(ImmutableArray<UnfitImage> unfit) =>
    [
        .. unfit.Select(image => new UnfitDocument(
            image.Name,
            image.IsLeftOut ? "left-out" : "broken",
            [.. image.Diagnostics.Select(DiagnosticRenderer.ToDocument)])),
    ];
}
