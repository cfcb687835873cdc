using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Garbage collection as text and as JSON.</summary>
internal static class GcRenderer
{
    public static void Write(GcPlan plan, bool removed, bool verbose, IAnsiConsole console)
    {
        if (verbose)
        {
            foreach (string line in Lines(plan))
            {
                console.WriteLine(line);
            }
        }

        string verb = removed ? "Removed" : "Would remove";
        console.WriteLine(plan.IsEmpty
            ? "Nothing to remove."
            : $"{verb} {Units.Count(plan.Entries.Length, "expired entry", "expired entries")}, "
                + $"{Units.Count(plan.Images.Length, "image")}, {Units.Count(plan.Builds.Length, "build record")}, "
                + $"{Units.Count(plan.Blobs.Length, "blob")} and {Units.Count(plan.Files.Length, "file")}: "
                + $"{Units.Bytes(plan.Bytes)}.");
    }

    public static GcDocument ToDocument(GcPlan plan, bool removed) => new(
        removed,
        plan.Bytes,
        [.. plan.Entries.Select(ns => ns.Value)],
        [.. plan.Images.Select(image => image.ToString())],
        [.. plan.Builds.Select(build => build.Value)],
        [.. plan.Blobs.Select(blob => blob.Digest.ToString())],
        [.. plan.Files.Select(file => file.Path)]);

    private static IEnumerable<string> Lines(GcPlan plan) =>
        plan.Entries.Select(ns => $"entry {ns}")
            .Concat(plan.Images.Select(image => $"image {image.ToOciString()}"))
            .Concat(plan.Builds.Select(build => $"build {build}"))
            .Concat(plan.Blobs.Select(blob => $"blob {blob.Digest.ToOciString()} {Units.Bytes(blob.Size)}"))
            .Concat(plan.Files.Select(file => $"file {file.Path} {Units.Bytes(file.Size)}"));
}
