using System.Collections.Immutable;
using Slipway.Cli.Terminals;
using Slipway.Core.Causes;
using Slipway.Core.Lookup;
using Slipway.Core.Planning;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Tests.Support;

/// <summary>Values for renderers, and what they print without colours.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Moment = new(2026, 11, 6, 21, 20, 0, TimeSpan.Zero);

    public static InputsDigest Digest(char digit) => InputsDigest.Parse(new string(digit, 64));

    public static ImageName Name(string name) => ImageName.Parse(name);

    public static FoundImage Found(string image, char digit, Level level) =>
        new(
            new IndexEntry(
                IndexNamespace.Parse($"test.cache.level-{level}.docker.v2.{image}.hash.{Digest(digit)}"),
                BuildId.Parse("AAAAAAAAAAAAAAAAAAAAAA"),
                Moment.ToUnixTimeSeconds(),
                Moment.AddDays(28),
                ImmutableSortedDictionary<string, string>.Empty.Add(
                    IndexData.BuiltAt, "2026-11-06T21:20:00.0000000+00:00")),
            IndexScope.Of(level));

    public static PlannedImage Planned(
        string name,
        char digit,
        PlanAction action,
        PlanReason cause,
        FoundImage? found = null,
        params string[] parents) =>
        new()
        {
            Name = Name(name),
            Digest = Digest(digit),
            Action = action,
            Reason = cause,
            Found = found,
            Parents = [.. parents.Select(Name)],
        };

    public static BuildPlan Plan(params PlannedImage[] images) => new(
        new PushContext { Level = Level.Lowest, PushDate = Moment, Project = "try" },
        [.. images],
        Moment.AddDays(28),
        "linux/amd64");

    public static string Print(Action<IAnsiConsole> write)
    {
        var output = new StringWriter();
        write(Terminal.For(noColor: true, output, TextWriter.Null).OutputConsole);
        return output.ToString();
    }
}
