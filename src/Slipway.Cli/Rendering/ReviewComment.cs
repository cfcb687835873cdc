using System.Collections.Immutable;
using System.Text;
using Slipway.Application.Explaining;
using Slipway.Core.Causes;
using Slipway.Model.Values;

namespace Slipway.Cli.Rendering;

/// <summary>A comparison as a comment on a review: Markdown of GitHub and GitLab.</summary>
internal static class ReviewComment
{
    /// <summary>As many images are named in a table's cell; a comment stays readable.</summary>
    private const int FewImages = 12;

    /// <summary>As many causes stand in the open; the rest is folded.</summary>
    private const int FewCauses = 10;

    // A comment of GitHub's can have 65,536 characters, and one that is longer is refused.
    private const int MostRows = 150;

    public static string Of(Comparison comparison)
    {
        var rebuilt = comparison.Different.Where(image => image.After is not null).ToImmutableArray();
        string title = rebuilt.IsEmpty
            ? "No image is rebuilt"
            : $"Images rebuilt: {rebuilt.Length} of {comparison.Images.Count}";
        var text = new StringBuilder($"### {title}\n");
        var explanation = comparison.Explanation;
        if (!explanation.Causes.IsEmpty)
        {
            var few = explanation.Causes.Length <= FewCauses + 1
                ? explanation.Causes
                : explanation.Causes[..FewCauses];
            text.Append('\n');
            Causes(text, few);
            if (few.Length < explanation.Causes.Length)
            {
                Fold(
                    text,
                    $"and {explanation.Causes.Length - few.Length} more causes",
                    inner => Causes(inner, explanation.Causes[few.Length..]));
            }
        }

        var chains = Chains(explanation, rebuilt);
        if (!chains.IsEmpty)
        {
            string count = chains.Length == 1 ? "1 image" : $"{chains.Length} images";
            Fold(text, $"How they reach {count} through others", inner =>
            {
                Row(inner, "image", "chain", "because");
                Row(inner, "---", "---", "---");
                foreach (var (image, chain, because) in chains.Take(MostRows))
                {
                    Row(inner, MarkdownText.Escape(image.Value), chain, because);
                }

                Rest(inner, chains.Length);
            });
        }

        return text
            .Append($"\n<sub>{MarkdownText.Escape(comparison.Before)} → {MarkdownText.Escape(comparison.After)}; ")
            .Append("in bold the images whose own inputs changed.</sub>\n")
            .ToString();
    }

    private static void Causes(StringBuilder text, ImmutableArray<Cause> causes)
    {
        Row(text, "because", "images");
        Row(text, "---", "---");
        foreach (var cause in causes.Take(MostRows))
        {
            Row(text, MarkdownText.Escape(CauseRenderer.Describe(cause)), ImageList(cause));
        }

        Rest(text, causes.Length);
    }

    private static void Rest(StringBuilder text, int rows)
    {
        if (rows > MostRows)
        {
            text.Append($"\nand {rows - MostRows} more, which `slipway impact -v` lists\n");
        }
    }

    /// <summary>For each image that only its parents rebuild, the shortest way from what changed.</summary>
    private static ImmutableArray<(ImageName Image, string Chain, string Because)> Chains(
        Explanation explanation, ImmutableArray<ImageComparison> rebuilt)
    {
        var chains = ImmutableArray.CreateBuilder<(ImageName, string, string)>();
        foreach (var image in rebuilt.Where(image => !image.HasOwnCause))
        {
            var nearest = explanation.Causes
                .Where(cause => cause.Images.Contains(image.Name))
                .SelectMany(cause => cause.Entries.Select(entry =>
                    (Cause: cause, Route: explanation.Route(entry.Image, image.Name))))
                .Where(way => !way.Route.IsEmpty)
                .OrderBy(way => way.Route.Length)
                .FirstOrDefault();
            if (nearest.Cause is { } found)
            {
                chains.Add((
                    image.Name,
                    string.Join(" → ", nearest.Route.Select(step => MarkdownText.Escape(step.Value))),
                    MarkdownText.Escape(CauseRenderer.Describe(found))));
            }
        }

        return chains.ToImmutable();
    }

    private static void Fold(StringBuilder text, string summary, Action<StringBuilder> write)
    {
        text.Append($"\n<details><summary>{summary}</summary>\n\n");
        write(text);
        text.Append("\n</details>\n");
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells) =>
        text.Append($"| {string.Join(" | ", cells)} |\n");

    private static string ImageList(Cause cause)
    {
        var own = cause.Entries.Select(entry => entry.Image).ToHashSet();
        string Mark(ImageName image) => own.Contains(image)
            ? $"**{MarkdownText.Escape(image.Value)}**"
            : MarkdownText.Escape(image.Value);
        string few = string.Join(", ", cause.Images.Take(FewImages).Select(Mark));
        return cause.Images.Length <= FewImages
            ? few
            : $"{few} <details><summary>and {cause.Images.Length - FewImages} more</summary>"
                + $"{string.Join(", ", cause.Images.Skip(FewImages).Select(Mark))}</details>";
    }
}
