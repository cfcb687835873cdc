using Slipway.Application.Explaining;
using Slipway.Core.Causes;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Causes as blocks of text: a line that says what changed, and below it how that reaches images.</summary>
/// <param name="console">Where to.</param>
/// <param name="everything">Whether long lists are printed whole.</param>
internal sealed class CauseRenderer(IAnsiConsole console, bool everything)
{
    private const int FewCauses = 20;
    private const int FewImages = 10;

    /// <summary>What changed one image.</summary>
    /// <param name="patches">Line by line, for the causes of which it is known.</param>
    public void WriteFor(Explanation explanation, ImageName image, IReadOnlyDictionary<Cause, Patch> patches) =>
        WriteSome(explanation.Causes, FewCauses, "cause", cause =>
        {
            Head(cause);
            var nearest = cause.Entries
                .Select(entry => (Entry: entry, Route: explanation.Route(entry.Image, image)))
                .Where(way => !way.Route.IsEmpty)
                .MinBy(way => way.Route.Length);
            string through = ChangeText.Through(nearest.Entry.Change?.Origin);
            if (nearest.Route.Length > 1)
            {
                Detail($"{(through.Length > 0 ? $"{through}, " : string.Empty)}{string.Join(" → ", nearest.Route)}");
            }
            else if (nearest.Entry.Change?.Origin is
                {
                    Kind: not (OriginKind.Folder or OriginKind.Dockerfile or OriginKind.Patch),
                })
            {
                Detail(through);
            }

            WriteLines(cause.Change?.Dockerfile, patches.GetValueOrDefault(cause));
        });

    /// <summary>What changed, and every image that it rebuilds.</summary>
    public void WriteAll(Explanation explanation, IReadOnlyDictionary<Cause, Patch> patches) =>
        WriteSome(explanation.Causes, FewCauses, "cause", cause =>
        {
            Head(cause);
            int width = cause.Images.Max(image => image.Value.Length);
            WriteSome(cause.Images, FewImages, "image", image =>
                Detail($"{image.Value.PadRight(width)}  {How(cause, explanation, image)}".TrimEnd()));
            WriteLines(cause.Change?.Dockerfile, patches.GetValueOrDefault(cause));
        });

    private static string How(Cause cause, Explanation explanation, ImageName image)
    {
        if (cause.Entries.FirstOrDefault(entry => entry.Image == image) is { } entry)
        {
            return ChangeText.Through(entry.Change?.Origin);
        }

        var parents = explanation[image].ChangedParents.Where(cause.Images.Contains);
        return $"built on {string.Join(", ", parents)}";
    }

    /// <summary>What changed, as a sentence.</summary>
    public static string Describe(Cause cause) => cause.Kind switch
    {
        ComparisonKind.Added => $"{cause.Entries[0].Image} is new",
        ComparisonKind.Removed => $"{cause.Entries[0].Image} is gone",
        ComparisonKind.BeforeUnknown =>
            $"{cause.Entries[0].Image} has other inputs; the earlier ones are not in the store, so no more can be told",
        ComparisonKind.AfterUnknown =>
            $"{cause.Entries[0].Image} has other inputs; the later ones are not in the store, so no more can be told",
        ComparisonKind.BuilderChanged =>
            "the builder image that the taskgraph scheme counts, or another line of its own, is another one",
        _ => ChangeText.Describe(cause.Change!),
    };

    private void Head(Cause cause) => console.WriteLine(Describe(cause), new Style(decoration: Decoration.Bold));

    private void Detail(string text) => console.WriteLine($"  {text}");

    private void WriteLines(DockerfileChange? dockerfile, Patch? patch)
    {
        if (patch is { Text: { } text })
        {
            foreach (string line in text.Split('\n'))
            {
                console.WriteLine($"  {Display.Line(line.TrimEnd('\r'))}", new Style(ColorOf(line)));
            }

            return;
        }

        foreach (var line in (dockerfile?.Lines ?? []).Take(everything ? int.MaxValue : FewImages))
        {
            string number = $"{line.Number,4}";
            if (line.Before is { } before)
            {
                console.WriteLine($"  {number} - {Display.Line(before)}", new Style(Color.Red));
            }

            if (line.After is { } after)
            {
                console.WriteLine($"  {number} + {Display.Line(after)}", new Style(Color.Green));
            }
        }

        if (patch is { Missing: { } reason })
        {
            Detail($"no diff: {reason}");
        }
    }

    private static Color ColorOf(string line) =>
        line.StartsWith('+') ? Color.Green : line.StartsWith('-') ? Color.Red : Color.Default;

    private void WriteSome<T>(IReadOnlyList<T> items, int few, string noun, Action<T> write)
    {
        // A last line that says "1 more" would take the place of that one.
        int shown = everything || items.Count <= few + 1 ? items.Count : few;
        foreach (var item in items.Take(shown))
        {
            write(item);
        }

        if (shown < items.Count)
        {
            Detail($"and {ChangeText.Count(items.Count - shown, $"more {noun}")}; -v prints them all");
        }
    }
}
