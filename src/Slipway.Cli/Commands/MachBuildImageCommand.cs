using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Application.Builds;
using Slipway.Application.Files;
using Slipway.Application.Running;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Core.Images;

namespace Slipway.Cli.Commands;

/// <summary><c>mach taskgraph build-image</c>, and <c>mach taskcluster-build-image</c> of old.</summary>
internal sealed partial class MachBuildImageCommand : MachCommand
{
    private const string Latest = ":latest";

    private static readonly string Stars = new('*', 50);

    private readonly Argument<string> _image = ImageArguments.One("The image");
    private readonly Option<string?> _tag = MachOptions.Tag("The tag (default: $REGISTRY/NAME:$VERSION)");
    private readonly Option<string?> _contextOnly = MachOptions.ContextOnly("Write the context to this file instead");
    private readonly BuildOptionSet _build = new();

    public MachBuildImageCommand(string name)
        : base(name, "Build an image and what it is built on, and tag it as mach does")
    {
        Arguments.Add(_image);
        Options.Add(_tag);
        Options.Add(_contextOnly);
        _build.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new($"slipway mach {Path} lint", "build it with everything that it is built on"),
        new($"slipway mach {Path} lint --tag lint:mine", "under a tag of your own"),
        new($"slipway mach {Path} lint --context-only lint.tar.gz", "only the build context"),
    ];

    private string Path => Name == "build-image" ? "taskgraph build-image" : Name;

    protected override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = invocation.Workspace;
        var image = workspace.Require(invocation.Arguments.GetRequiredValue(_image));
        if (invocation.Arguments.GetValue(_contextOnly) is { } file)
        {
            var inputs = (await workspace.DigestsAsync([image], cancellationToken))[image.Name];
            await OutputFile.WriteAsync(
                file,
                (stream, token) => workspace.WriteContextAsync(inputs, stream, compressed: true, token),
                cancellationToken);
            return 0;
        }

        string tag = MachOptions.ReadTag(invocation.Arguments, _tag) ?? workspace.RegistryTagOf(image);
        var prepared = await workspace.PlanForEngineAsync([image], force: false, cancellationToken);
        var outcomes = await workspace.BuildAsync(prepared, _build.Read(invocation.Arguments), cancellationToken);
        BuildCommand.ReportFailures(invocation, outcomes);
        var outcome = outcomes.Single(candidate => candidate.Planned.Name == image.Name);
        if (outcome.Image is not { } built)
        {
            return ExitCodeOf(outcomes);
        }

        await workspace.LoadAsync(new LoadRequest.OfBuild(built.Build.Value) { Tags = [tag] }, cancellationToken);
        await TellAsync(invocation.Terminal.Output, image, tag);
        return 0;
    }

    private static async Task TellAsync(TextWriter output, ImageDefinition image, string tag)
    {
        await output.WriteLineAsync($"Successfully built {image.Name} and tagged with {tag}");
        if (tag.EndsWith(Latest, StringComparison.Ordinal))
        {
            await output.WriteLineAsync(Stars);
            await output.WriteLineAsync("WARNING: no VERSION file found in image directory.");
            await output.WriteLineAsync("As it is, nobody should push this image to a registry.");
            await output.WriteLineAsync("To have one that can be pushed, write its version into");
            await output.WriteLineAsync($"{image.Folder}/VERSION.");
            await output.WriteLineAsync(Stars);
        }
    }

    /// <summary>That of the step that failed, as the builder tells it; 1 when it tells none.</summary>
    private static int ExitCodeOf(ImmutableArray<ImageOutcome> outcomes)
    {
        var match = outcomes.SelectMany(outcome => outcome.Diagnostics)
            .Select(problem => StepExit().Match(problem.Message))
            .FirstOrDefault(match => match.Success);
        return match is null
            ? Failed
            : Math.Min(int.Parse(match.Groups["code"].Value, CultureInfo.InvariantCulture), byte.MaxValue);
    }

    [GeneratedRegex(
        "(?:exit code:?|exit status|non-zero code:) (?<code>[1-9][0-9]{0,4})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex StepExit();
}

/// <summary>The options that several commands of <c>mach</c> take.</summary>
internal static class MachOptions
{
    public static Option<string?> Tag(string description) => new("--tag", "-t")
    {
        Description = description,
        HelpName = "NAME:TAG",
    };

    public static Option<string?> ContextOnly(string description) => new("--context-only")
    {
        Description = description,
        HelpName = "FILE",
    };

    /// <summary>The tag as it is given; null for none.</summary>
    /// <exception cref="SlipwayException">An engine would refuse it.</exception>
    public static string? ReadTag(ParseResult arguments, Option<string?> option) =>
        arguments.GetValue(option) is { } tag ? TagOption.Checked([tag])[0] : null;

    /// <summary>A tag as mach completes it when it loads; null for none.</summary>
    public static string? WithTag(string? tag) =>
        tag is null || tag[(tag.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal)
            ? tag
            : $"{tag}:latest";
}
