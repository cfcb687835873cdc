using Slipway.Application.Diagnosis;
using Slipway.Application.Diagnosis.Reproducibility;
using Slipway.Cli.Json;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Reproducing;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Whether digests came out the same, as text and as JSON.</summary>
internal static class ReproducibilityRenderer
{
    private const int MostImages = 3;

    /// <param name="variations">What was tried.</param>
    /// <param name="images">How many images there are.</param>
    /// <param name="console">Where to.</param>
    public static void Write(IReadOnlyList<Variation> variations, int images, IAnsiConsole console)
    {
        CheckRenderer.Write([.. variations.Select(Line)], console);
        foreach (var kind in variations
            .SelectMany(variation => variation.Differences)
            .GroupBy(difference => difference.Kind)
            .OrderBy(group => group.Key))
        {
            var (_, reason, remedy) = DifferenceTexts.Of(kind.Key);
            console.WriteLine();
            console.WriteLine($"{reason}:");
            foreach (var difference in kind)
            {
                console.WriteLine($"  {Display.Line(difference.File.Value)}  [{Listed(difference.Images)}]");
            }

            console.MarkupLine($"  [bold]→[/] {Markup.Escape(remedy)}");
        }

        int files = variations
            .SelectMany(variation => variation.Differences)
            .Select(difference => difference.File)
            .Distinct()
            .Count();
        console.WriteLine();
        console.WriteLine(files == 0
            ? $"The digests of {Count(images, "image")} are the same everywhere."
            : $"{Count(files, "file")} can make the digests differ.");
    }

    public static IReadOnlyList<VariationDocument> ToDocument(IReadOnlyList<Variation> variations) =>
    [
        .. variations.Select(variation => new VariationDocument(
            variation.Name,
            variation.Differences.IsEmpty,
            [.. variation.Differences.Select(ToDocument)])),
    ];

    private static DifferenceDocument ToDocument(FileDifference difference)
    {
        var (name, reason, remedy) = DifferenceTexts.Of(difference.Kind);
        return new DifferenceDocument(
            difference.File.Value, name, reason, remedy, [.. difference.Images.Select(image => image.Value)]);
    }

    private static Check Line(Variation variation) => variation.Differences.IsEmpty
        ? new Check("same", CheckState.Good, variation.Name)
        : new Check("differs", CheckState.Bad, $"{variation.Name}: {Count(variation.Differences.Length, "file")}");

    private static string Listed(IReadOnlyCollection<ImageName> images) =>
        images.Count <= MostImages
            ? string.Join(", ", images)
            : $"{string.Join(", ", images.Take(MostImages))} and {images.Count - MostImages} more";

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
