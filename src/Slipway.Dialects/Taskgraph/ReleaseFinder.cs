using System.Text.RegularExpressions;
using Slipway.Core.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>
/// Finds out which release of taskgraph a tree uses, because digests are not the same with all of them.
/// </summary>
/// <remarks>
/// A decision task runs in the image that <c>.taskcluster.yml</c> names, and installs what
/// <c>taskcluster/requirements.txt</c> pins over it.
/// </remarks>
internal sealed partial class ReleaseFinder(TaskgraphFiles files)
{
    private static readonly RelativePath Requirements = RelativePath.Parse(
        $"{TaskgraphLayout.Folder}/requirements.txt");

    private static readonly RelativePath Taskcluster = RelativePath.Parse(".taskcluster.yml");

    /// <summary>Takes over what digests depend on.</summary>
    public void Find(ConfigDraft draft)
    {
        var (version, file) = Versions(Requirements, PinPattern()) ?? Versions(Taskcluster, ImagePattern()) ?? default;
        if (version is null)
        {
            draft.ReleaseProblem = Problem(
                $"Neither {Requirements} nor {Taskcluster} says which release of taskgraph the tree uses, so digests "
                + $"are those of {TaskgraphRelease.Newest}",
                null);
            return;
        }

        var release = TaskgraphRelease.Of(version);
        draft.Config = draft.Config with
        {
            TaskgraphRelease = version,
            ImageBuilder = release.ImageBuilder,
            HasSpacedArguments = release.SpacedArguments,
        };
        if (!TaskgraphRelease.IsKnown(version))
        {
            string relation = version < TaskgraphRelease.Oldest
                ? $"older than {TaskgraphRelease.Oldest}, whose digests can be computed"
                : $"newer than {TaskgraphRelease.Newest}, the newest whose digests are known";
            draft.ReleaseProblem = Problem(
                $"The tree uses taskgraph {version}, which is {relation}", new SourceLocation(file.Value));
        }
    }

    /// <returns>Null when the file is not there, or does not name exactly one.</returns>
    private (Version Version, RelativePath File)? Versions(RelativePath file, Regex pattern)
    {
        if (!files.Exists(file) || files.Text(file) is not { } text)
        {
            return null;
        }

        string[] found =
        [
            .. pattern.Matches(text).Select(match => match.Groups["version"].Value).Distinct(StringComparer.Ordinal),
        ];
        return found is [var only] && Version.TryParse(only, out var version) ? (version, file) : null;
    }

    private static Diagnostic Problem(string message, SourceLocation? location) => new(
        TaskgraphCodes.ReleaseUnknown,
        message,
        "Compare 'slipway hash' with the digests that taskgraph gives; set 'image-builder:' beside 'scheme: taskgraph' "
        + "in slipway.yml to the image that it builds images in, which is a part of them.",
        location,
        Severity.Warning);

    // As pip-compile and uv write it, with hashes and markers behind.
    [GeneratedRegex(
        @"^taskcluster-taskgraph(?:\[[^\]\n]*\])?\s*==\s*(?<version>[0-9]{1,4}(?:\.[0-9]{1,4}){1,3})(?![0-9.])",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PinPattern();

    // Such as mozillareleases/taskgraph:decision-v24.2.0@sha256:….
    [GeneratedRegex(
        @"\btaskgraph:decision-v(?<version>[0-9]{1,4}(?:\.[0-9]{1,4}){1,3})(?![0-9.])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImagePattern();
}
