using Slipway.Application.Starting;
using Slipway.Cli.Json;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>What one more image came to, as text and as JSON.</summary>
internal static class NewRenderer
{
    public static void Write(NewImageReport report, IAnsiConsole console)
    {
        console.WriteLine(
            $"{report.Name}, built on {report.From}", new Style(decoration: Decoration.Bold));
        StartRenderer.WriteFiles(report.Files, report.IsWritten, console);
        console.WriteLine();
        StartRenderer.WriteNext(NextOf(report), console);
    }

    public static NewImageDocument ToDocument(NewImageReport report) => new(
        report.Name.Value,
        report.From,
        report.IsWritten,
        [.. report.Files.Select(file => new StartFileDocument(file.Path.Value, file.Content))],
        [.. NextOf(report).Select(step => step.Command)]);

    private static (string Command, string Why)[] NextOf(NewImageReport report) => report.IsWritten
        ?
        [
            ($"slipway plan {report.Name}", "what would be built for it"),
            ($"slipway build {report.Name}", "builds it, and what it is built on"),
            ($"slipway run {report.Name}", "runs it"),
        ]
        : [($"slipway new {report.Name} --from {report.From}", "writes this")];
}
