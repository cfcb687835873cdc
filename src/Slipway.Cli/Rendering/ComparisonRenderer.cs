using Slipway.Application.Explaining;
using Slipway.Cli.Json;
using Slipway.Core.Causes;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Comparisons as text and as JSON.</summary>
internal static class ComparisonRenderer
{
    public static void Write(Comparison comparison, IAnsiConsole console, bool everything)
    {
        console.WriteLine(Headline(comparison));
        if (comparison.Explanation.Causes.IsEmpty)
        {
            return;
        }

        console.WriteLine();
        var causes = new CauseRenderer(console, everything);
        if (comparison.Images.Count == 1)
        {
            causes.WriteFor(comparison.Explanation, comparison.Images.Single(), comparison.Patches);
        }
        else
        {
            causes.WriteAll(comparison.Explanation, comparison.Patches);
        }
    }

    public static ComparisonDocument ToDocument(Comparison comparison) => new(
        comparison.Before,
        comparison.After,
        comparison.Images.Count,
        [
            .. comparison.Different.Select(image => new ComparedImageDocument(
                image.Name.Value,
                image.Kind switch
                {
                    ComparisonKind.Added => "added",
                    ComparisonKind.Removed => "removed",
                    _ => "changed",
                },
                image.Before?.ToString(),
                image.After?.ToString())),
        ],
        ComparisonDocuments.Causes(comparison.Explanation, comparison.Patches));

    private static string Headline(Comparison comparison)
    {
        int different = comparison.Different.Count();
        int all = comparison.Images.Count;
        string sides = $"{comparison.Before} → {comparison.After}";
        string of = comparison.IsOfTrees && all == 1 ? $" of {comparison.Images.Single()}" : string.Empty;
        return (all, different) switch
        {
            (1, 0) => $"{sides}: the inputs{of} are the same.",
            (1, _) when comparison.IsOfTrees => $"{sides}: the inputs{of} differ.",
            (1, _) => $"{sides}:",
            (_, 0) => $"{sides}: no image differs.",
            _ => $"{sides}: {different} of {all} images {(different == 1 ? "differs" : "differ")}.",
        };
    }
}
