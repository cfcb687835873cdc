using Slipway.Application.Retention;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Garbage collection as text and as JSON.</summary>
internal static class GcRenderer
{
    /// <param name="report">What was or would be removed.</param>
    /// <param name="removed">Whether it was.</param>
    /// <param name="verbose">Whether everything is listed, and what stays too.</param>
    /// <param name="now">The moment, for ages.</param>
    /// <param name="console">Where it goes.</param>
    public static void Write(GcReport report, bool removed, bool verbose, DateTimeOffset now, IAnsiConsole console)
    {
        var plan = report.Plan;
        if (!removed || verbose)
        {
            RetentionRenderer.WriteRetired(report.Retired, now, console);
        }

        if (verbose)
        {
            RetentionRenderer.WriteKept(report.Kept, console);
            foreach (string line in Lines(plan))
            {
                console.WriteLine(line);
            }
        }

        string verb = removed ? "Removed" : "Would remove";
        console.WriteLine(plan.IsEmpty
            ? "Nothing to remove."
            : $"{verb} {Units.Count(plan.Entries.Length, "entry", "entries")}, "
                + $"{Units.Count(plan.Images.Length, "image")}, {Units.Count(plan.Builds.Length, "build record")}, "
                + $"{Units.Count(plan.Blobs.Length, "blob")} and {Units.Count(plan.Files.Length, "file")}: "
                + $"{Units.Bytes(plan.Bytes)}.");
    }

    public static GcDocument ToDocument(GcReport report, bool removed) => new(
        removed,
        report.Plan.Bytes,
        [.. report.Plan.Entries.Select(ns => ns.Value)],
        [.. report.Plan.Images.Select(image => image.ToString())],
        [.. report.Plan.Builds.Select(build => build.Value)],
        [.. report.Plan.Blobs.Select(blob => blob.Digest.ToString())],
        [.. report.Plan.Files.Select(file => file.Path)],
        report.HasPolicy,
        [.. report.Retired.Select(retired => RetentionRenderer.ToDocument(retired.Verdict, retired.Bytes))],
        [.. report.Kept.Select(verdict => RetentionRenderer.ToDocument(verdict, null))]);

    private static IEnumerable<string> Lines(GcPlan plan) =>
        plan.Entries.Select(ns => $"entry {ns}")
            .Concat(plan.Images.Select(image => $"image {image.ToOciString()}"))
            .Concat(plan.Builds.Select(build => $"build {build}"))
            .Concat(plan.Blobs.Select(blob => $"blob {blob.Digest.ToOciString()} {Units.Bytes(blob.Size)}"))
            .Concat(plan.Files.Select(file => $"file {file.Path} {Units.Bytes(file.Size)}"));
}
