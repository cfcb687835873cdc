using System.Text;
using Slipway.Application.Explaining;
using Slipway.Cli.Json;
using Slipway.Core.Causes;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Comparisons as text, JSON and Markdown.</summary>
internal static class ComparisonRenderer
{
    /// <summary>As many images are named in a table's cell; a review comment stays readable.</summary>
    private const int FewImages = 12;

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

    /// <summary>A table for a review comment (GitHub's and GitLab's Markdown).</summary>
    public static string ToMarkdown(Comparison comparison)
    {
        var rebuilt = comparison.Different.Where(image => image.After is not null).ToList();
        var text = new StringBuilder();
        string title = rebuilt.Count == 0
            ? "No image is rebuilt"
            : $"Images rebuilt: {rebuilt.Count} of {comparison.Images.Count}";
        text.Append($"### {title}\n");
        if (!comparison.Explanation.Causes.IsEmpty)
        {
            text.Append("\n| because | images |\n| --- | --- |\n");
            foreach (var cause in comparison.Explanation.Causes)
            {
                text.Append($"| {Escape(CauseRenderer.Describe(cause))} | {ImageList(cause)} |\n");
            }
        }

        return text.Append(
                $"\n<sub>{Escape(comparison.Before)} → {Escape(comparison.After)}; in bold the images whose own inputs "
                + "changed.</sub>\n")
            .ToString();
    }

    private static string ImageList(Cause cause)
    {
        var own = cause.Entries.Select(entry => entry.Image).ToHashSet();
        string Mark(ImageName image) => own.Contains(image) ? $"**{Escape(image.Value)}**" : Escape(image.Value);
        string few = string.Join(", ", cause.Images.Take(FewImages).Select(Mark));
        return cause.Images.Length <= FewImages
            ? few
            : $"{few} <details><summary>and {cause.Images.Length - FewImages} more</summary>"
                + $"{string.Join(", ", cause.Images.Skip(FewImages).Select(Mark))}</details>";
    }

    // https://github.github.com/gfm/#backslash-escapes; a table's cell also ends at a bar.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            _ = c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '~' or '#' or '@'
                ? escaped.Append('\\').Append(c)
                : escaped.Append(c);
        }

        return escaped.ToString();
    }

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
