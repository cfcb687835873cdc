using System.Collections.Immutable;
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
/// <c>taskcluster/requirements.txt</c> requires over it (<c>install_pip_requirements</c> of taskgraph's run-task).
/// </remarks>
internal sealed partial class ReleaseFinder(TaskgraphFiles files)
{
    private static readonly RelativePath Requirements = RelativePath.Parse(
        $"{TaskgraphLayout.Folder}/requirements.txt");

    private static readonly RelativePath Taskcluster = RelativePath.Parse(".taskcluster.yml");

    /// <summary>Takes over what digests depend on.</summary>
    public void Find(ConfigDraft draft)
    {
        var own = new OwnSource(files);
        if ((own.IsThere ? own.Find() : Pinned()) is not var (release, location))
        {
            draft.Doubts.Add(Doubt(
                $"neither {Requirements} nor {Taskcluster} says which one release of taskgraph the tree uses, and "
                + "digests are not the same with all of them",
                null));
            return;
        }

        var version = release.First;
        draft.Config = draft.Config with
        {
            TaskgraphRelease = version,
            ImageBuilder = release.ImageBuilder,
            HasSpacedArguments = release.SpacedArguments,
        };
        if (version < TaskgraphRelease.Oldest)
        {
            string oldest = TaskgraphRelease.Oldest.ToString(2);
            draft.Doubts.Add(new DigestDoubt(
                TaskgraphCodes.ReleaseUnknown,
                string.Empty,
                $"the tree uses taskgraph {version}, and digests of releases before {oldest} depend on how Python's "
                + "zlib compresses",
                $"Use taskgraph {oldest} or newer; or give the tree digests of Slipway's own with 'scheme: slipway' "
                + "and 'images:' in slipway.yml.",
                location)
            {
                IsFinal = true,
            });
        }
        else if (!TaskgraphRelease.IsKnown(version))
        {
            draft.Doubts.Add(Doubt(
                $"the tree uses taskgraph {version}, which is newer than {TaskgraphRelease.Newest}, the newest whose "
                + "digests are known",
                location));
        }
    }

    /// <returns>The release that a decision task runs; null when the tree does not say exactly one.</returns>
    private (TaskgraphRelease Release, SourceLocation Location)? Pinned()
    {
        var required = Find(Requirements, RequirementPattern());

        // A requirement that names no release takes whichever is there or the newest, whatever the image has.
        return required.IsEmpty ? Only(Find(Taskcluster, ImagePattern())) : Only(required);
    }

    private static (TaskgraphRelease Release, SourceLocation Location)? Only(
        ImmutableArray<(Version? Version, SourceLocation Location)> found) =>
        found.Select(item => item.Version).Distinct().ToArray() is [{ } only]
            ? (TaskgraphRelease.Of(only) with { First = only }, found[0].Location)
            : null;

    private ImmutableArray<(Version? Version, SourceLocation Location)> Find(RelativePath file, Regex pattern)
    {
        if (!files.Exists(file) || files.Text(file) is not { } text)
        {
            return [];
        }

        return
        [
            .. pattern.Matches(text).Select(match => (
                TaskgraphRelease.Parse(match.Groups["version"].Value),
                TaskgraphFiles.LocationOf(file, text, match.Index))),
        ];
    }

    private static DigestDoubt Doubt(string text, SourceLocation? location) => new(
        TaskgraphCodes.ReleaseUnknown,
        string.Empty,
        text,
        "Say in a slipway.yml with 'scheme: taskgraph' whose digests the tree has: the release with 'release:' below "
        + $"'taskgraph:', such as {TaskgraphRelease.Newest}; or with 'image-builder:' the image that taskgraph builds "
        + "images in, if that is all that differs from it.",
        location);

    // As pip-compile and uv write it, with hashes and markers behind; or a requirement without a release, or a link.
    [GeneratedRegex(
        @"^[ \t]*(?:taskcluster[-_.]+taskgraph(?![A-Za-z0-9._-])(?:[ \t]*\[[^\]\n]*\])?"
            + @"(?:[ \t]*===?[ \t]*(?<version>[0-9]{1,4}(?:\.[0-9]{1,4}){1,3})(?![0-9A-Za-z.*+!-]))?"
            + @"|(?:-e[ \t]+|--editable[ =])?(?:git\+)?[a-z]+://[^\s#]*/"
            + "(?:taskgraph(?![A-Za-z0-9_-])|taskcluster[-_]taskgraph))",
        RegexOptions.CultureInvariant
            | RegexOptions.Multiline
            | RegexOptions.ExplicitCapture
            | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequirementPattern();

    // Such as mozillareleases/taskgraph:decision-v24.2.0@sha256:….
    [GeneratedRegex(
        @"\btaskgraph:decision-v(?<version>[0-9]{1,4}(?:\.[0-9]{1,4}){1,3})(?![0-9.])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImagePattern();
}
