using System.Collections.Immutable;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Surveys.Builds;

namespace Slipway.Review.Surveys.Compose;

/// <summary>Reads which images a compose file builds: its services with <c>build</c>.</summary>
/// <remarks>https://docs.docker.com/reference/compose-file/build/</remarks>
internal static class ComposeReader
{
    private const int MaximumSize = 1024 * 1024;

    /// <summary>The files that compose reads by itself, the first of a folder alone.</summary>
    public static readonly ImmutableArray<string> Names =
        ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

    /// <param name="content">The bytes of the file.</param>
    /// <param name="file">Its path.</param>
    /// <param name="problems">Gets what is wrong, with line and column.</param>
    /// <returns>In the order of the file.</returns>
    public static ImmutableArray<DeclaredBuild> Read(
        ReadOnlyMemory<byte> content, RelativePath file, DiagnosticBag problems)
    {
        if (YamlText.Decode(content.Span, file.Value, MaximumSize, problems) is not { } text
            || !YamlTreeReader.TryRead(text, file.Value, problems, out var root))
        {
            return [];
        }

        if (root is not (null or YamlMap))
        {
            Report(problems, root, "The file");
        }

        switch ((root as YamlMap)?.Find("services"))
        {
            case YamlMap services:
                return
                [
                    .. services.Entries.Select(service => Read(services, service, file, problems))
                        .OfType<DeclaredBuild>(),
                ];
            case null or YamlScalar { IsNull: true }:
                return [];
            case { } other:
                Report(problems, other, "'services'");
                return [];
        }
    }

    private static void Report(DiagnosticBag problems, YamlNode node, string what) => problems.Add(new Diagnostic(
        ConfigurationCodes.WrongType,
        $"{what} is {node.Description}, and has to be a mapping",
        "Write it as compose has it; `docker compose config` tells more.",
        node.Location));

    private static DeclaredBuild? Read(
        YamlMap services, YamlEntry service, RelativePath file, DiagnosticBag problems)
    {
        if (service.Value is not YamlMap map)
        {
            if (service.Value is not YamlScalar { IsNull: true })
            {
                Report(problems, service.Value, $"The service {Display.Text(service.Key.Text)}");
            }

            return null;
        }

        var declared = new DeclaredBuild
        {
            Tool = BuildTool.Compose,
            Name = service.Key.Text,
            Location = service.Key.Location,
            Base = file.Parent,
        };
        var build = map.Find("build");
        if (build is null && map.Find("extends") is { } extended)
        {
            (build, bool isElsewhere) = Extended(services, extended);
            if (isElsewhere)
            {
                return declared with { Refusal = "it extends a service of another file" };
            }
        }

        return build switch
        {
            null or YamlScalar { IsNull: true } => null,
            YamlScalar context => ComposeText.Resolve(context.Text) is { } folder
                ? BuildPaths.Put(WithTask(declared, map), folder, null)
                : declared with { Refusal = UnknownOf("context", context.Text) },
            YamlMap details => ComposeBuild.Read(WithTask(declared, map), details, services),
            _ => Wrong(problems, build, $"'build' of the service {Display.Text(service.Key.Text)}"),
        };
    }

    private static DeclaredBuild? Wrong(DiagnosticBag problems, YamlNode node, string what)
    {
        Report(problems, node, what);
        return null;
    }

    /// <summary>Why something of a build is not known.</summary>
    public static string UnknownOf(string what, string text) =>
        $"its {what} {Display.Text(text)} depends on variables that only compose knows";

    private static DeclaredBuild WithTask(DeclaredBuild declared, YamlMap service) =>
        service.Find("platform") is YamlScalar platform && ComposeText.Resolve(platform.Text) is { Length: > 0 } known
            ? declared with { Platforms = [known] }
            : declared;

    private static (YamlNode? Build, bool IsElsewhere) Extended(YamlMap services, YamlNode extended)
    {
        // A chain of them would have to end somewhere; one step is what is used.
        string? name = extended switch
        {
            YamlScalar scalar => scalar.Text,
            YamlMap map when map.Find("file") is null => (map.Find("service") as YamlScalar)?.Text,
            _ => null,
        };
        return name is null
            ? (null, true)
            : ((services.Find(name) as YamlMap)?.Find("build"), false);
    }
}
