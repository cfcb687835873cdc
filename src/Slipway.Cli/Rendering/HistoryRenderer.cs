using Slipway.Application.Explaining;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Core.Causes;
using Slipway.Model.Builds;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>The builds of an image, as text and as JSON.</summary>
internal static class HistoryRenderer
{
    public static void Write(IReadOnlyList<Rebuild> rebuilds, IAnsiConsole console)
    {
        var table = new TextTable("BUILT", "DIGEST", "LEVEL", "SIZE", "CHANGE", "TIME", "WHY");
        foreach (var rebuild in rebuilds)
        {
            table.Add(
                null,
                Units.Moment(rebuild.Record.Finished),
                rebuild.Record.Digest.Short,
                rebuild.Record.PullRequest is null ? rebuild.Record.Level.ToString() : rebuild.Record.Scope.Text,
                rebuild.Record.Size is { } size ? Units.Bytes(size) : "-",
                rebuild.Growth is { } growth ? Signed(growth) : "-",
                Units.Duration(rebuild.Record.Finished - rebuild.Record.Started),
                WithExternals(rebuild));
        }

        table.Write(console);
    }

    public static RebuildDocument ToDocument(Rebuild rebuild, IReadOnlyDictionary<Cause, Patch> patches) => new(
        rebuild.Record.Id.Value,
        rebuild.Record.Finished,
        rebuild.Record.Digest.ToString(),
        rebuild.Previous?.Digest.ToString(),
        rebuild.Record.Scope.Text,
        rebuild.Record.Revision,
        KindOf(rebuild),
        Why(rebuild),
        rebuild.Record.Size,
        rebuild.Growth,
        (rebuild.Record.Finished - rebuild.Record.Started).TotalSeconds,
        rebuild.Explanation is { } explanation ? ComparisonDocuments.Causes(explanation, patches) : [],
        rebuild.Record.Externals.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
        [.. rebuild.ExternalChanges.Select(change =>
            new ExternalChangeDocument(change.Reference, change.Before.ToString(), change.After.ToString()))]);

    /// <summary>Why a build was run whose inputs had not changed.</summary>
    public static string ReasonOf(BuildReason? cause) => cause switch
    {
        BuildReason.TooOld => "its max-age had passed",
        BuildReason.ParentTooOld => "a parent was out of date",
        BuildReason.Forced => "--force",
        BuildReason.Uncached => "every push builds it",
        _ => "the index had no entry for it any more",
    };

    private static string WithExternals(Rebuild rebuild) =>
        string.Join(
            "; ", [Why(rebuild), .. rebuild.ExternalChanges.Select(change => $"{change.Reference} was another image")]);

    private static string Why(Rebuild rebuild) => rebuild switch
    {
        { Told: { } told } => told,
        { Previous: null } => "first build",
        { Explanation: { } explanation } =>
            ExplanationText.InShort(explanation, rebuild.Record.Image)
            ?? $"inputs changed, before {rebuild.Previous.Digest.Short}",
        _ => ReasonOf(rebuild.Record.Reason),
    };

    private static string KindOf(Rebuild rebuild) => (rebuild, rebuild.Record.Reason) switch
    {
        ({ Previous: null }, _) => "first",
        ({ Told: not null, Previous: { } previous }, _) when previous.Digest != rebuild.Record.Digest => "changed",
        ({ Explanation: not null }, _) => "changed",
        (_, BuildReason.TooOld) => "max-age",
        (_, BuildReason.ParentTooOld) => "parent-max-age",
        (_, BuildReason.Forced) => "forced",
        (_, BuildReason.Uncached) => "uncached",
        _ => "entry-gone",
    };

    private static string Signed(long bytes) =>
        bytes == 0 ? "=" : $"{(bytes > 0 ? '+' : '-')}{Units.Bytes(Math.Abs(bytes))}";
}
