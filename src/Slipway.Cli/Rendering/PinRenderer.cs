using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Model.Values;
using Slipway.Review.Pinning;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Pins as text and as JSON.</summary>
internal static class PinRenderer
{
    public static void WriteChanges(PinPlan plan, bool written, IAnsiConsole console)
    {
        WriteTable(plan.Changes, console);
        int changes = plan.Changes.Count();
        int files = plan.Changes.Select(entry => entry.Site.File).Distinct().Count();
        console.WriteLine(
            changes == 0
                ? $"Nothing to pin: {Count(plan.Entries.Length)} to images from elsewhere."
                : $"{Count(changes)} in {files} {(files == 1 ? "file" : "files")} "
                    + $"{(written ? "pinned" : "would be pinned")}.");
    }

    public static void WriteCheck(PinPlan plan, IAnsiConsole console)
    {
        WriteTable(plan.Changes, console);
        console.WriteLine(string.Join(", ", Enum.GetValues<PinState>()
            .Select(state => (state, count: plan.Entries.Count(entry => entry.State == state)))
            .Where(pair => pair.count > 0)
            .Select(pair => $"{pair.count} {NameOf(pair.state)}")
            .DefaultIfEmpty("No references to images from elsewhere")) + ".");
    }

    public static PinDocument ToDocument(PinPlan plan, bool written) => new(
        written,
        [.. plan.Entries.Select(entry => new PinnedDocument(
            NameOf(entry.State),
            entry.Site.Location.File,
            entry.Site.Location.Line,
            entry.Site.Name,
            [.. entry.Site.Images.Select(image => image.Value)],
            entry.Site.Reference.RepoDigest?.ToOciString(),
            entry.Target?.ToOciString()))]);

    private static void WriteTable(IEnumerable<PinEntry> entries, IAnsiConsole console)
    {
        var table = new TextTable("STATE", "WHERE", "IMAGE", "OLD", "NEW");
        foreach (var entry in entries)
        {
            table.Add(
                entry.State == PinState.Missing ? "yellow" : "magenta",
                NameOf(entry.State),
                $"{entry.Site.Location.File}:{entry.Site.Location.Line}",
                entry.Site.Name,
                entry.Site.Reference.RepoDigest?.Short ?? "-",
                entry.Target!.Value.Short);
        }

        if (!table.IsEmpty)
        {
            table.Write(console);
            console.WriteLine();
        }
    }

    private static string NameOf(PinState state) => state switch
    {
        PinState.Missing => "missing",
        PinState.Stale => "stale",
        PinState.Current => "current",
        PinState.Kept => "kept",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static string Count(int references) => references == 1 ? "1 reference" : $"{references} references";
}
