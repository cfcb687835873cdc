using System.Collections.Immutable;
using Slipway.Application.Pushes;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Publishing;

namespace Slipway.Cli.Rendering;

/// <summary>Pushes and their plans as text and as JSON.</summary>
internal static class PushRenderer
{
    public static void WritePlan(Terminal terminal, PushPlan plan, IReadOnlySet<ImageName> builds, bool json)
    {
        if (json)
        {
            JsonOutput.Write(terminal.Output, new PushPlanDocument(
                [.. plan.Images.Select(image => ToDocument(image, builds))]));
            return;
        }

        var table = new TextTable("ACTION", "IMAGE", "REFERENCE", "WHY");
        foreach (var image in plan.Images)
        {
            table.Add(
                StyleOf(image.Action),
                NameOf(image.Action),
                image.Candidate.Name.Value,
                image.Candidate.Target.ToString(),
                Explain(image, builds));
        }

        table.Write(terminal.OutputConsole);
        DiagnosticRenderer.WriteAll(terminal, plan.Images.Select(image => image.Remark).OfType<Diagnostic>());
    }

    /// <param name="terminal">Where to.</param>
    /// <param name="images">What is published.</param>
    /// <param name="written">The files of the tree that say so now.</param>
    /// <param name="json">Whether to print JSON.</param>
    public static void WriteResult(
        Terminal terminal, ImmutableArray<PushedImage> images, ImmutableArray<RelativePath> written, bool json)
    {
        if (json)
        {
            JsonOutput.Write(terminal.Output, new PushDocument(
                [.. images.Select(ToDocument)], [.. written.Select(file => file.Value)]));
            return;
        }

        foreach (var image in images)
        {
            terminal.Output.WriteLine($"{image.Planned.Candidate.Target} {Describe(image)}");
            terminal.Output.WriteLine($"    image hash              {image.ImageHash.ToOciString()}");
            terminal.Output.WriteLine($"    repo digest             {image.RepoDigest.ToOciString()}");
            terminal.Output.WriteLine($"    context directory hash  {image.Planned.Candidate.Digest}");
        }

        if (!written.IsEmpty)
        {
            terminal.Output.WriteLine($"Written: {string.Join(", ", written)}");
        }
    }

    private static string Describe(PushedImage image) => image switch
    {
        { Planned.Action: PushAction.Keep } => "was published already",
        { Transfer: var transfer } => $"published: sent {Units.Bytes(transfer.BytesSent)} in "
            + $"{Count(transfer.Sent)}, {transfer.Mounted} mounted, {transfer.Present} there already",
    };

    private static string Count(int blobs) => blobs == 1 ? "1 blob" : $"{blobs} blobs";

    private static string Explain(PlannedPush image, IReadOnlySet<ImageName> builds) => image.Action switch
    {
        PushAction.Push when builds.Contains(image.Candidate.Name) => "not published; is built first",
        PushAction.Push => "not published",
        PushAction.Keep => $"published as {image.Candidate.Published!.RepoDigest.ToOciString()}",
        _ => $"published with other content as {image.Candidate.Published!.RepoDigest.ToOciString()}",
    };

    private static PlannedPushDocument ToDocument(PlannedPush image, IReadOnlySet<ImageName> builds) => new(
        image.Candidate.Name.Value,
        image.Candidate.Target.ToString(),
        NameOf(image.Action),
        image.Action == PushAction.Push && builds.Contains(image.Candidate.Name),
        image.Candidate.Digest.ToString(),
        (image.Candidate.Published?.ImageHash ?? image.Candidate.ImageHash)?.ToOciString(),
        image.Candidate.Published?.RepoDigest.ToOciString(),
        image.Remark is { } remark ? DiagnosticRenderer.ToDocument(remark) : null);

    private static PushedImageDocument ToDocument(PushedImage image) => new(
        image.Name.Value,
        image.Planned.Candidate.Target.ToString(),
        NameOf(image.Planned.Action),
        image.ImageHash.ToOciString(),
        image.RepoDigest.ToOciString(),
        image.Planned.Candidate.Digest.ToString(),
        image.Transfer.Sent,
        image.Transfer.Mounted,
        image.Transfer.Present,
        image.Transfer.BytesSent);

    private static string NameOf(PushAction action) => action switch
    {
        PushAction.Push => "push",
        PushAction.Keep => "keep",
        PushAction.Refuse => "refuse",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private static string StyleOf(PushAction action) => action switch
    {
        PushAction.Push => "yellow",
        PushAction.Keep => "green",
        _ => "red",
    };
}
