using System.Collections.Immutable;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Surveys.Builds;

namespace Slipway.Review.Surveys.Bake;

/// <summary>Reads which images the bake files of a folder build.</summary>
/// <remarks>https://docs.docker.com/build/bake/reference/</remarks>
internal static class BakeReader
{
    private const int MaximumSize = 1024 * 1024;
    private const string TargetPrefix = "target:";

    /// <summary>The files that bake reads by itself, each over those before.</summary>
    public static readonly ImmutableArray<string> Names =
        ["docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl"];

    /// <param name="files">The bake files of one folder, in the order of <see cref="Names"/>.</param>
    /// <param name="problems">Gets what is wrong, with line and column; a file that cannot be read is left out.</param>
    public static ImmutableArray<DeclaredBuild> Read(
        IReadOnlyCollection<(RelativePath Path, ReadOnlyMemory<byte> Content)> files, DiagnosticBag problems)
    {
        var targets = new BakeTargets();
        foreach (var (path, content) in files)
        {
            if (Parse(path, content, problems) is { } file)
            {
                targets.Add(path.Value, file);
            }
        }

        return [.. targets.Whole().Select(pair => Build(pair.File, pair.Target, targets))];
    }

    public static Diagnostic Malformed(string message, SourceLocation? location) => new(
        SurveyCodes.BakeMalformed,
        message,
        "Correct the file at this place; `docker buildx bake --print` tells whether bake can read it.",
        location);

    private static BakeFile? Parse(RelativePath path, ReadOnlyMemory<byte> content, DiagnosticBag problems)
    {
        var found = new DiagnosticBag();
        if (YamlText.Decode(content.Span, path.Value, MaximumSize, found) is not { } text)
        {
            problems.AddRange(found.ToSorted().Select(problem => Malformed(problem.Message, problem.Location)));
            return null;
        }

        if (path.Name.EndsWith(".json", StringComparison.Ordinal))
        {
            return BakeJson.Read(text, path, problems);
        }

        try
        {
            return HclReader.Read(text);
        }
        catch (HclException problem)
        {
            problems.Add(Malformed(
                $"The file is not valid HCL: {Display.Text(problem.Message)}",
                new SourceLocation(path.Value, problem.Line, problem.Column)));
            return null;
        }
    }

    private static DeclaredBuild Build(string file, BakeTarget target, BakeTargets targets)
    {
        var keys = target.Keys;
        var build = new DeclaredBuild
        {
            Tool = BuildTool.Bake,
            Name = target.Name,
            Location = new SourceLocation(file, target.Line),
            Base = RelativePath.Parse(file).Parent,
        };
        if (RefusalOf(keys) is { } refusal)
        {
            return build with { Refusal = refusal };
        }

        var doubts = ImmutableArray.CreateBuilder<string>();
        build = build with
        {
            Stage = TextOf(keys, "target"),
            Args = ArgsOf(keys.GetValueOrDefault("args"), doubts),
            Platforms = [.. BakeTargets.Texts(keys.GetValueOrDefault("platforms"))],
            Secrets = [.. SecretsOf(keys.GetValueOrDefault("secret"))],
        };
        if (keys.GetValueOrDefault("target") is BakeValue.Unknown stage)
        {
            doubts.Add(UnknownOf("stage", stage));
        }

        build = WithContexts(build, keys.GetValueOrDefault("contexts"), targets, doubts);
        return BuildPaths.Put(
            build with { Doubts = doubts.ToImmutable() }, TextOf(keys, "context"), TextOf(keys, "dockerfile"));
    }

    private static string UnknownOf(string what, BakeValue.Unknown value) =>
        $"its {what} is {value.Why}, which is known only when bake runs";

    private static string? RefusalOf(ImmutableDictionary<string, BakeValue> keys)
    {
        if (keys.GetValueOrDefault("dockerfile-inline") is not (null or BakeValue.Nothing))
        {
            return "its Dockerfile is written in the bake file";
        }

        foreach (string key in new[] { "matrix", "context", "dockerfile" })
        {
            if (keys.GetValueOrDefault(key) is BakeValue.Unknown unknown)
            {
                return UnknownOf(key, unknown);
            }
        }

        return keys.GetValueOrDefault("output") is BakeValue.List { Items: [_, ..] items }
            && items.All(item => item is BakeValue.Scalar { Text: var text } && !MakesImage(text))
            ? "it writes files and makes no image"
            : null;
    }

    // A path alone is type=local: https://docs.docker.com/build/bake/reference/#targetoutput
    private static bool MakesImage(string output) =>
        output.Split(',').FirstOrDefault(part => part.StartsWith("type=", StringComparison.Ordinal)) is { } type
        && type is not ("type=local" or "type=tar" or "type=cacheonly");

    private static string? TextOf(ImmutableDictionary<string, BakeValue> keys, string key) =>
        keys.GetValueOrDefault(key) is BakeValue.Scalar { Text: { Length: > 0 } text } ? text : null;

    private static ImmutableSortedDictionary<string, string> ArgsOf(
        BakeValue? value, ImmutableArray<string>.Builder doubts)
    {
        var args = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var unknown = new SortedDictionary<string, BakeValue.Unknown>(StringComparer.Ordinal);
        foreach (var (name, given) in (value as BakeValue.Map)?.Entries ?? [])
        {
            args.Remove(name);
            unknown.Remove(name);
            switch (given)
            {
                case BakeValue.Scalar scalar:
                    args[name] = scalar.Text;
                    break;
                case BakeValue.Unknown why:
                    unknown[name] = why;
                    break;
            }
        }

        foreach (var (name, why) in unknown)
        {
            doubts.Add(UnknownOf($"argument {Display.Text(name)}", why));
        }

        if (value is BakeValue.Unknown all)
        {
            doubts.Add(UnknownOf("list of arguments", all));
        }

        return args.ToImmutable();
    }

    // id=token,env=TOKEN, or an object with an id.
    private static IEnumerable<string> SecretsOf(BakeValue? secrets) =>
        ((secrets as BakeValue.List)?.Items ?? []).Select(item => item switch
        {
            BakeValue.Scalar text => text.Text.Split(',')
                .FirstOrDefault(part => part.StartsWith("id=", StringComparison.Ordinal))?[3..],
            BakeValue.Map map => (map.Find("id") as BakeValue.Scalar)?.Text,
            _ => null,
        }).OfType<string>();

    private static DeclaredBuild WithContexts(
        DeclaredBuild build, BakeValue? contexts, BakeTargets targets, ImmutableArray<string>.Builder doubts)
    {
        foreach (var (name, value) in (contexts as BakeValue.Map)?.Entries ?? [])
        {
            switch (value)
            {
                case BakeValue.Scalar { Text: var text } when text.StartsWith(TargetPrefix, StringComparison.Ordinal)
                    && targets.Has(text[TargetPrefix.Length..]):
                    build = build with { Builds = build.Builds.SetItem(name, text[TargetPrefix.Length..]) };
                    break;
                case BakeValue.Scalar other:
                    build = build with { Others = build.Others.SetItem(name, other.Text) };
                    break;
                case BakeValue.Unknown unknown:
                    doubts.Add(UnknownOf($"context {Display.Text(name)}", unknown));
                    build = build with { Others = build.Others.SetItem(name, string.Empty) };
                    break;
            }
        }

        return build;
    }
}
