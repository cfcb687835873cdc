using System.Text.RegularExpressions;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>
/// The code of taskgraph in its own repository, whose decision task installs what is in the tree, whatever image it
/// runs in.
/// </summary>
internal sealed partial class OwnSource(TaskgraphFiles files)
{
    private static readonly RelativePath Transform = RelativePath.Parse("src/taskgraph/transforms/docker_image.py");

    private static readonly RelativePath Module = RelativePath.Parse("src/taskgraph/__init__.py");

    private static readonly RelativePath RunTask = RelativePath.Parse("src/taskgraph/run-task");

    private static readonly RelativePath Project = RelativePath.Parse("pyproject.toml");

    /// <summary>Whether the tree is taskgraph's own.</summary>
    public bool IsThere => files.Exists(Transform);

    /// <summary>Its files for <c># %include-run-task</c>, which are of the release that the tree is.</summary>
    public RunTaskCopy? Copy => Find() is var (release, _) && files.Exists(RunTask.Child(RunTask.Name))
        ? new RunTaskCopy(RunTask, release.First)
        : null;

    /// <summary>What the code makes digests of; null when it does not say so in a way that is known.</summary>
    public (TaskgraphRelease Release, SourceLocation Location)? Find()
    {
        if ((VersionIn(Module, ModulePattern()) ?? VersionIn(Project, ProjectPattern())) is not var (version, location)
            || files.Text(Transform) is not { } transform
            || BuilderPattern().Match(transform) is not { Success: true } builder)
        {
            return null;
        }

        // Between two releases the code is ahead of the version, so what can be read from it is.
        bool isCompact = transform.Contains("from taskgraph.util import json\n", StringComparison.Ordinal);
        string image = string.Concat(builder.Groups["part"].Captures.Select(capture => capture.Value));
        return (new TaskgraphRelease(version, image, SpacedArguments: !isCompact), location);
    }

    private (Version Version, SourceLocation Location)? VersionIn(RelativePath file, Regex pattern) =>
        files.Exists(file)
        && files.Text(file) is { } text
        && pattern.Match(text) is { Success: true } match
        && TaskgraphRelease.Parse(match.Groups["version"].Value) is { } version
            ? (version, TaskgraphFiles.LocationOf(file, text, match.Groups["version"].Index))
            : null;

    [GeneratedRegex(
        """^__version__ = "(?<version>[0-9]{1,4}(?:\.[0-9]{1,4}){1,3})"$""",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ModulePattern();

    [GeneratedRegex(
        """^name = "taskcluster-taskgraph"\nversion = "(?<version>[0-9]{1,4}(?:\.[0-9]{1,4}){1,3})"$""",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectPattern();

    [GeneratedRegex(
        """^IMAGE_BUILDER_IMAGE = \(\n(?:[ ]+"(?<part>[A-Za-z0-9._/:@-]+)"\n)+\)$""",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex BuilderPattern();
}
