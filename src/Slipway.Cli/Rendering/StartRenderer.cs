using System.Globalization;
using Slipway.Application.Starting;
using Slipway.Cli.Json;
using Slipway.Model.Text;
using Slipway.Review.Proposals;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>What setting up a tree came to, as text and as JSON.</summary>
internal static class StartRenderer
{
    private const int FewImages = 8;

    // A file that is longer is no text that a person reads here.
    private const int MostLines = 400;

    public static void Write(StartReport report, IAnsiConsole console)
    {
        console.WriteLine(Display.Line(report.Root), new Style(decoration: Decoration.Bold));
        foreach (string found in report.Found)
        {
            console.WriteLine($"  {found}");
        }

        if (report.Images.Length > 0)
        {
            console.WriteLine(
                $"  Images: {NameList.Of([.. report.Images.Select(image => image.Value)], FewImages)}.");
        }

        WriteFiles(report, console);
        foreach (var lines in report.ToAdd)
        {
            console.WriteLine();
            console.WriteLine($"{Display.Line(lines.File.Value)} is there; add these lines to it:");
            lines.Lines.ToList().ForEach(line => console.WriteLine($"    {Display.Line(line)}"));
        }

        WriteList(console, "Left out:", report.LeftOut
            .GroupBy(build => (build.Location.File, build.Reason, build.Cause?.Code))
            .Select(group => Describe([.. group])));
        WriteList(console, "To know:", report.Notes.Select(note => $"{note}."));
        console.WriteLine();
        if (report.IsDone)
        {
            console.WriteLine("Nothing to do.");
        }

        WriteNext(NextOf(report), console);
    }

    public static StartDocument ToDocument(StartReport report) => new(
        report.Root,
        report.Kind.ToString().ToLowerInvariant(),
        report.IsWritten && !report.Files.IsEmpty,
        report.Found,
        [.. report.Images.Select(image => image.Value)],
        [.. report.Files.Select(file => new StartFileDocument(file.Path.Value, file.Content))],
        [.. report.ToAdd.Select(lines => new StartLinesDocument(lines.File.Value, lines.Lines))],
        [
            .. report.LeftOut.Select(build => new StartLeftOutDocument(
                build.Name,
                build.Reason,
                build.Location.File,
                build.Location.Line > 0 ? build.Location.Line : null,
                build.Cause?.Code.ToString())),
        ],
        report.Notes,
        [.. NextOf(report).Select(step => step.Command)]);

    /// <summary>What to run, as a table without a head.</summary>
    public static void WriteNext(IReadOnlyCollection<(string Command, string Why)> steps, IAnsiConsole console)
    {
        console.WriteLine("Next:");
        int width = steps.Max(step => step.Command.Length);
        foreach (var (command, why) in steps)
        {
            console.WriteLine($"  {command.PadRight(width)}  {why}");
        }
    }

    /// <summary>The files that are made, whole when they are only proposed.</summary>
    public static void WriteFiles(
        IEnumerable<StartFile> files, bool isWritten, IAnsiConsole console)
    {
        foreach (var file in files)
        {
            console.WriteLine();
            string verb = (isWritten, file.Before) switch
            {
                (true, null) => "Wrote",
                (true, _) => "Added to",
                (false, null) => "Would write",
                _ => "Would add to",
            };
            console.WriteLine($"{verb} {Display.Line(file.Path.Value)}: {file.What}.");
            if (!isWritten)
            {
                WriteContent(file, console);
            }
        }
    }

    private static void WriteFiles(StartReport report, IAnsiConsole console) =>
        WriteFiles(report.Files, report.IsWritten, console);

    private static void WriteContent(StartFile file, IAnsiConsole console)
    {
        var before = (file.Before ?? string.Empty).Split('\n').ToHashSet(StringComparer.Ordinal);
        string[] lines =
        [
            .. file.Content.TrimEnd('\n').Split('\n').Where(line => file.Before is null || !before.Contains(line)),
        ];
        if (lines.Length > MostLines)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    ({lines.Length} lines)"));
            return;
        }

        foreach (string line in lines)
        {
            console.WriteLine($"    {Display.Line(line)}".TrimEnd());
        }
    }

    /// <summary>What one file has for one reason, all by name.</summary>
    private static string Describe(LeftOutBuild[] builds) =>
        $"{NameList.Of([.. builds.Select(build => build.Name)], builds.Length)} ({builds[0].Location}): "
        + builds[0].Reason
        + (builds[0].Cause is { } cause ? $" ({cause.Code})" : string.Empty);

    private static void WriteList(IAnsiConsole console, string head, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            console.WriteLine();
            console.WriteLine(head);
            Array.ForEach(all, line => console.WriteLine($"  {Display.Line(line)}"));
        }
    }

    private static (string Command, string Why)[] NextOf(StartReport report) =>
        !report.IsWritten && !report.Files.IsEmpty
            ? [("slipway init", "writes these files")]
        : report.Images.IsEmpty
            ? [("slipway new IMAGE", "makes a first image")]
            :
            [
                ("slipway plan", "what would be built, and why"),
                ("slipway build", "builds what is missing, parents first"),
                ("slipway new IMAGE", "makes another image"),
            ];
}
