using Slipway.Core.Causes;
using Slipway.Core.Planning;
using Slipway.Model.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.Cli.Ci;

/// <summary>A plan as a child pipeline of GitLab CI (https://docs.gitlab.com/ci/yaml/).</summary>
internal sealed class GitLabPipeline(BuildPlan plan, GitLabOptions options)
{
    private const string TemplateJob = ".slipway";

    // https://docs.gitlab.com/ci/yaml/#needs: a job can need 50 others at most. The stages alone keep the order, too.
    private const int MostNeeds = 50;

    public string Write()
    {
        // Jobs without rules are for branches and tags only, and the child of a merge request's pipeline is one of it:
        // https://docs.gitlab.com/ci/pipelines/downstream_pipelines/#run-child-pipelines-with-merge-request-pipelines.
        var root = new YamlMappingNode();
        root.Add("workflow", Map(("rules", new YamlSequenceNode(Map(("when", Text("always")))))));
        if (options.Template is { } template)
        {
            root.Add("include", new YamlSequenceNode(Map(("local", Text(template)))));
        }

        var waves = plan.Waves();
        root.Add(
            "stages",
            new YamlSequenceNode(Enumerable.Range(0, Math.Max(waves.Length, 1)).Select(wave => Text(Stage(wave)))));
        var planned = plan.ToBuild.ToDictionary(image => image.Name);
        for (int wave = 0; wave < waves.Length; wave++)
        {
            foreach (var name in waves[wave])
            {
                root.Add(Text(JobOf(name)), Job(planned[name], wave, planned));
            }
        }

        if (waves.IsEmpty)
        {
            // A pipeline without jobs is an error.
            root.Add(Text("nothing to build"), Map(("stage", Text(Stage(0))), ("script", Script("slipway --version"))));
        }

        return Comment(options.Shared) + Print(root);
    }

    private static string Comment(string? shared) =>
        $"""
        # Made by `slipway plan --format gitlab`: the pipeline that builds what is missing.
        {(shared is null
            ? "# The jobs find what others built in the store, which SLIPWAY_HOME names: they have to share it."
            : $"# The jobs find what others built at {shared}.")}

        """;

    // An image may be called `image` or `cache`, which are words of GitLab's; a job of two words is never one of them.
    private static string JobOf(ImageName name) => $"build {name}";

    private static string Stage(int wave) => $"wave-{wave + 1}";

    private YamlMappingNode Job(PlannedImage image, int wave, Dictionary<ImageName, PlannedImage> planned)
    {
        var job = new YamlMappingNode();
        if (options.Template is not null)
        {
            job.Add("extends", Text(TemplateJob));
        }

        job.Add("stage", Text(Stage(wave)));
        ImageName[] needs = [.. image.Parents.Where(planned.ContainsKey)];
        if (needs.Length <= MostNeeds)
        {
            job.Add("needs", new YamlSequenceNode(needs.Select(need => Text(JobOf(need)))));
        }

        if (image.Platform is { } platform)
        {
            // For 'tags:' of the template, which chooses a runner by it.
            job.Add("variables", Map(("IMAGE_PLATFORM", Text(platform))));
        }

        IEnumerable<string> words =
        [
            "slipway", "build", image.Name.Value,
            .. options.Arguments,
            .. options.Secrets?.OptionsOf(image.Name) ?? [],
        ];
        if (image.Reason is PlanReason.Forced)
        {
            words = words.Append("--force");
        }

        job.Add("script", Script(string.Join(' ', words.Select(ShellWord.Quote))));
        return job;
    }

    private static YamlSequenceNode Script(string line) => new(Text(line));

    /// <summary>Always quoted: no name is taken for a number, a date or a word such as <c>no</c>.</summary>
    private static YamlScalarNode Text(string text) => new(text) { Style = ScalarStyle.DoubleQuoted };

    private static YamlMappingNode Map(params (string Key, YamlNode Value)[] entries)
    {
        var map = new YamlMappingNode();
        foreach (var (key, value) in entries)
        {
            map.Add(key, value);
        }

        return map;
    }

    private static string Print(YamlMappingNode root)
    {
        var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(
            new Emitter(text, EmitterSettings.Default.WithBestWidth(int.MaxValue)), assignAnchors: false);
        const string end = "...\n";
        string yaml = text.ToString();
        return yaml.EndsWith(end, StringComparison.Ordinal) ? yaml[..^end.Length] : yaml;
    }
}

/// <summary>What a plan does not say about the jobs of a child pipeline.</summary>
/// <param name="Arguments">What <c>slipway build IMAGE</c> is given besides,
/// so that it builds for the same push.</param>
/// <param name="Template">
/// A file of the project, from its root, with a hidden job <c>.slipway</c> that the jobs extend; null for none.
/// </param>
internal sealed record GitLabOptions(IReadOnlyList<string> Arguments, string? Template)
{
    /// <summary>The registry by which the jobs share images; null when they share a store.</summary>
    public string? Shared { get; init; }

    /// <summary>The secrets that jobs are given; null for none.</summary>
    public JobSecrets? Secrets { get; init; }
}

/// <summary>Text as one word of a POSIX shell.</summary>
internal static class ShellWord
{
    public static string Quote(string text) =>
        text.Length > 0
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@,+%".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
