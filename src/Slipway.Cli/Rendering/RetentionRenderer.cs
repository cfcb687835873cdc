using System.Collections.Immutable;
using Slipway.Application.Retention;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Core.Retention;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>What a policy keeps and lets go, as text and as JSON.</summary>
internal static class RetentionRenderer
{
    public static void WriteRetired(
        ImmutableArray<RetiredBuild> retired, DateTimeOffset now, IAnsiConsole console)
    {
        var table = new TextTable("GOES", "LEVEL", "DIGEST", "PUSHED", "FREES", "WHY");
        foreach (var (verdict, bytes) in retired)
        {
            table.Add(
                null,
                [
                    .. Cells(verdict.Build),
                    Units.Bytes(bytes),
                    string.Join("; ", verdict.Standings.Select(standing => Why(verdict.Build, standing, now))),
                ]);
        }

        Write(table, console);
    }

    public static void WriteKept(ImmutableArray<RetentionVerdict> kept, IAnsiConsole console)
    {
        var table = new TextTable("STAYS", "LEVEL", "DIGEST", "PUSHED", "WHY");
        foreach (var verdict in kept)
        {
            table.Add(null, [.. Cells(verdict.Build), string.Join("; ", verdict.Reasons.Select(Why))]);
        }

        Write(table, console);
    }

    private static string[] Cells(RetainedBuild build) =>
    [
        build.Image.Value,
        LevelOf(build.Scope),
        build.Digest.Short,
        Units.Moment(build.Places.Max(place => place.Pushed)),
    ];

    public static RetainedBuildDocument ToDocument(RetentionVerdict verdict, long? bytes) => new(
        verdict.Build.Id.Value,
        verdict.Build.Image.Value,
        verdict.Build.Scope.Text,
        verdict.Build.Digest.ToString(),
        verdict.Build.ImageHash.ToString(),
        verdict.Build.Built,
        bytes,
        [
            .. verdict.Standings.Select(standing => new StandingDocument(
                standing.Place.Name,
                standing.Place.Scope.Text,
                standing.Place.Pushed,
                standing.Place.Expires,
                standing.Rank,
                standing.Rule?.Number)),
        ],
        [.. verdict.Reasons.Select(reason => new KeepReasonDocument(KindOf(reason.Kind), reason.By))]);

    /// <summary>A level by its number, any other scope by its text.</summary>
    public static string LevelOf(IndexScope scope) => scope.Level?.ToString() ?? scope.Text;

    private static string Why(RetainedBuild build, Standing standing, DateTimeOffset now)
    {
        string name = standing.Place.Name == build.Image.Value ? string.Empty : $"as {standing.Place.Name} ";
        return standing.Rule is not { } rule
            ? $"{name}expired on {Units.Moment(standing.Place.Expires)}"
            : $"{name}number {standing.Rank}, built {Units.Age(now - build.Built)}: rule {rule.Number} keeps "
                + string.Join(" and ", Kept(rule));
    }

    private static IEnumerable<string> Kept(RetentionRule rule)
    {
        if (rule.Keep is { } number)
        {
            yield return number == 0 ? "none" : $"{number}";
        }

        if (rule.YoungerThan is { } age)
        {
            string span = age.TotalDays < 2 ? $"{age.TotalHours} h" : $"{age.TotalDays} days";
            yield return $"what is younger than {span}";
        }
    }

    private static string Why(KeepReason reason) => reason.Kind switch
    {
        KeepKind.NotExpired => "it has not expired",
        KeepKind.Newest => $"one of the newest {reason.By}",
        KeepKind.Young => "it is young",
        KeepKind.Used => $"{reason.By} uses it",
        KeepKind.BuiltOn => $"{reason.By} is built on it",
        KeepKind.NamedElsewhere => $"{reason.By} leads to it",
        _ => "it was just written or taken into use",
    };

    private static string KindOf(KeepKind kind) => kind switch
    {
        KeepKind.NotExpired => "not-expired",
        KeepKind.Newest => "newest",
        KeepKind.Young => "young",
        KeepKind.Used => "used",
        KeepKind.BuiltOn => "built-on",
        KeepKind.NamedElsewhere => "named-elsewhere",
        _ => "just-written",
    };

    private static void Write(TextTable table, IAnsiConsole console)
    {
        if (!table.IsEmpty)
        {
            table.Write(console);
            console.WriteLine();
        }
    }
}
