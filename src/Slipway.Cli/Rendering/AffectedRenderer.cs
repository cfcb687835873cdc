using Slipway.Application.Explaining;
using Slipway.Cli.Json;
using Slipway.Model.Text;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>The images that files count for, as text and as JSON.</summary>
internal static class AffectedRenderer
{
    // What it says, an image's arguments for one, may concern any image.
    private const string ConfigFile = "slipway.yml";

    public static void Write(IReadOnlyList<FileUses> files, IAnsiConsole console)
    {
        foreach (var file in files)
        {
            string name = Display.Line(file.File.ToString());
            if (file.File.Value == ConfigFile)
            {
                console.WriteLine($"{name}: it can concern every image; `slipway impact` compares what it says");
                continue;
            }

            string gone = file.Exists ? string.Empty : " (not there)";
            console.WriteLine(
                $"{name}{gone}: {(file.Uses.IsEmpty ? "no image" : ChangeText.Count(file.Uses.Length, "image"))}",
                new Style(decoration: Decoration.Bold));
            int width = file.Uses.Select(use => use.Image.Value.Length).DefaultIfEmpty().Max();
            foreach (var use in file.Uses)
            {
                string how = use.Origin is { } origin
                    ? ChangeText.Through(origin)
                    : $"built on {string.Join(" → ", use.Route.SkipLast(1).Reverse())}";
                console.WriteLine($"  {use.Image.Value.PadRight(width)}  {how}");
            }
        }
    }

    public static FileUseDocument ToDocument(FileUses file) => new(
        file.File.ToString(),
        file.Exists,
        [
            .. file.Uses.Select(use => new AffectedImageDocument(
                use.Image.Value,
                ComparisonDocuments.Through(use.Origin),
                [.. use.Route.Select(image => image.Value)])),
        ]);
}
