using System.Collections.Immutable;
using Slipway.Core.Yaml;
using Slipway.Model.Text;
using Slipway.Review.Surveys.Builds;

namespace Slipway.Review.Surveys.Compose;

/// <summary>Reads <c>build</c> of a service where it is a mapping.</summary>
internal static class ComposeBuild
{
    private const string ServicePrefix = "service:";

    /// <param name="declared">What is known of the service.</param>
    /// <param name="build">The mapping.</param>
    /// <param name="services">All services of the file, whose images may be contexts.</param>
    public static DeclaredBuild Read(DeclaredBuild declared, YamlMap build, YamlMap services)
    {
        var doubts = ImmutableArray.CreateBuilder<string>();
        if (build.Find("dockerfile_inline") is not null)
        {
            return declared with { Refusal = "its Dockerfile is written in the compose file" };
        }

        string? context = TextOf(build, "context");
        string? dockerfile = TextOf(build, "dockerfile");
        foreach (var (key, text) in new[] { ("context", context), ("dockerfile", dockerfile) })
        {
            if (text is not null && ComposeText.Resolve(text) is null)
            {
                return declared with { Refusal = ComposeReader.UnknownOf(key, text) };
            }
        }

        var read = declared with
        {
            Stage = TextOf(build, "target") is { } stage ? Known(stage, "target", doubts) : null,
            Args = ArgsOf(build.Find("args"), doubts),
            Platforms = PlatformsOf(build, declared),
            Secrets = SecretsOf(build.Find("secrets")),
        };
        read = WithContexts(read, build.Find("additional_contexts"), services) with { Doubts = doubts.ToImmutable() };
        return BuildPaths.Put(
            read,
            context is null ? null : ComposeText.Resolve(context),
            dockerfile is null ? null : ComposeText.Resolve(dockerfile));
    }

    private static string? Known(string text, string what, ImmutableArray<string>.Builder doubts)
    {
        if (ComposeText.Resolve(text) is { } known)
        {
            return known;
        }

        doubts.Add(ComposeReader.UnknownOf(what, text));
        return null;
    }

    private static string? TextOf(YamlMap map, string key) =>
        map.Find(key) is YamlScalar { IsNull: false } scalar ? scalar.Text : null;

    private static ImmutableArray<string> PlatformsOf(YamlMap build, DeclaredBuild declared) =>
        build.Find("platforms") is YamlList list
            ? [.. list.Items.OfType<YamlScalar>().Select(item => ComposeText.Resolve(item.Text)).OfType<string>()]
            : declared.Platforms;

    private static ImmutableArray<string> SecretsOf(YamlNode? secrets) => secrets is YamlList list
        ?
        [
            .. list.Items
                .Select(item => item switch
                {
                    YamlScalar name => name.Text,
                    YamlMap map => TextOf(map, "target") ?? TextOf(map, "source"),
                    _ => null,
                })
                .OfType<string>(),
        ]
        : [];

    /// <summary>A mapping, or a list of <c>NAME=value</c>.</summary>
    public static IEnumerable<(string Name, string? Value)> Pairs(YamlNode? node) => node switch
    {
        YamlMap map => map.Entries.Select(entry =>
            (entry.Key.Text, entry.Value is YamlScalar { IsNull: false } value ? value.Text : null)),
        YamlList list => list.Items.OfType<YamlScalar>().Select(item =>
            item.Text.Split('=', 2) is [var name, var value] ? (name, value) : (item.Text, null)),
        _ => [],
    };

    private static ImmutableSortedDictionary<string, string> ArgsOf(
        YamlNode? node, ImmutableArray<string>.Builder doubts)
    {
        var args = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Pairs(node))
        {
            if (value is null)
            {
                doubts.Add($"its argument {Display.Text(name)} is taken from the environment");
            }
            else if (ComposeText.Resolve(value) is { } known)
            {
                args[name] = known;
            }
            else
            {
                doubts.Add(ComposeReader.UnknownOf($"argument {Display.Text(name)}", value));
            }
        }

        return args.ToImmutable();
    }

    private static DeclaredBuild WithContexts(DeclaredBuild build, YamlNode? node, YamlMap services)
    {
        foreach (var (name, value) in Pairs(node))
        {
            string text = value ?? string.Empty;
            string other = text.StartsWith(ServicePrefix, StringComparison.Ordinal)
                ? text[ServicePrefix.Length..]
                : string.Empty;
            build = services.Find(other) is not null
                ? build with { Builds = build.Builds.SetItem(name, other) }
                : build with { Others = build.Others.SetItem(name, text) };
        }

        return build;
    }
}
