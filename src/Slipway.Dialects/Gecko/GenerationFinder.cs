using System.Text.RegularExpressions;
using Slipway.Core.Configuration;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Dialects.Gecko;

/// <summary>
/// Finds out what the tree's gecko makes digests of, by the text of its transforms. Nothing of them is run.
/// </summary>
/// <param name="files">The tree's files.</param>
internal sealed partial class GenerationFinder(TaskgraphFiles files)
{
    private static readonly RelativePath Images = GeckoLayout.Module.Join(
        RelativePath.Parse("transforms/docker_image.py"));

    private static readonly RelativePath Cached = GeckoLayout.Module.Join(
        RelativePath.Parse("transforms/cached_tasks.py"));

    private static readonly RelativePath Packages = GeckoLayout.Module.Join(
        RelativePath.Parse("transforms/job/distro_package.py"));

    private static readonly RelativePath Start = GeckoLayout.Module.Child("__init__.py");

    private static readonly RelativePath RunTaskPatch = RelativePath.Parse("taskcluster/scripts/run-task-git.patch");

    /// <summary>What digests of images are made of, in every gecko that is known.</summary>
    private static readonly string[] PartsOfImages =
        ["digest_data = [context_hash]", "json.dumps(args, sort_keys=True)", "image-builder-image:"];

    /// <summary>Pieces of the command that every gecko that is known has.</summary>
    private static readonly string[] PartsOfPackages =
    [
        "\"apt-get dist-upgrade && \"", "(dget -d -u {src_url} || exit 100) && ", "--strip-components=1",
        "curl -sL $PATCH_URL | patch -p1 && ", "debchange -l \".{prefix}moz\" --distribution \"{dist}\"",
        "(cd ..; mk-build-deps -i -r {package}/debian/control -t '{resolver}' || exit 100) && ",
        "DEB_BUILD_OPTIONS=\"parallel=$(nproc) nocheck\" dpkg-buildpackage -sa && ",
        "apt-ftparchive packages apt | gzip -c9 > apt/Packages.gz", "hash_path(",
    ];

    /// <param name="isOld">Whether the kinds lie where only older gecko has them.</param>
    public GeckoShown Find(bool isOld)
    {
        if (!files.Exists(GeckoLayout.Module))
        {
            return (isOld ? new GeckoShown() : GeckoShown.Newest) with { RunTaskIsPatched = FindPatch() };
        }

        string? images = TextOf(Images) is { } text && PartsOfImages.All(text.Contains) ? text : null;
        var builder = images is null ? null : BuilderPattern().Match(images);
        return new GeckoShown
        {
            ImageBuilder = builder is { Success: true }
                ? string.Concat(builder.Groups["part"].Captures.Select(capture => capture.Value))
                : null,
            ImageTask = images is null ? new GeckoImageTask() : ImageTaskFinder.Find(images),
            Location = new SourceLocation(Images.Value),
            RunTaskIsPatched = FindPatch(),
            Settings = new GeckoSettings
            {
                HasSpacedArguments = images is null ? null : IsSpaced(images),
                CountsRepositoryType = TextOf(Cached)?.Contains("repository_type", StringComparison.Ordinal),
                RunTask = FindRunTask(),
                RootUrl = FindRootUrl(),
            },
        };
    }

    private string? FindPatch() => files.Exists(RunTaskPatch) ? RunTaskPatch.Value : null;

    private string? TextOf(RelativePath path) => files.Exists(path) ? files.Text(path) : null;

    // Python's own module writes a blank behind each separator; taskgraph's does not.
    private static bool? IsSpaced(string images) =>
        StandardJson().IsMatch(images) ? true : CompactJson().IsMatch(images) ? false : null;

    private RunTaskForm? FindRunTask()
    {
        if (TextOf(Start) is not { } start)
        {
            return null;
        }

        return !start.Contains("RUN_TASK_", StringComparison.Ordinal) ? RunTaskForm.Taskgraph
            : RunTaskForm.Gecko.Files.All(file => start.Contains(
                $"\"COPY run-task/{file.Source} {file.Target}\\n\"", StringComparison.Ordinal))
                && CopyLines().Count(start) == RunTaskForm.Gecko.Files.Length ? RunTaskForm.Gecko
            : null;
    }

    private string? FindRootUrl()
    {
        if (TextOf(Packages) is not { } packages || !PartsOfPackages.All(packages.Contains))
        {
            return null;
        }

        if (packages.Contains("setup_packages.sh $TASKCLUSTER_ROOT_URL $PACKAGES && ", StringComparison.Ordinal))
        {
            return GeckoSettings.RootUrlVariable;
        }

        return packages.Contains("setup_packages.sh {root_url} $PACKAGES && ", StringComparison.Ordinal)
            && TextOf(Start) is { } start
            && RootUrlPattern().Match(start) is { Success: true } url
                ? url.Groups["url"].Value
                : null;
    }

    [GeneratedRegex(
        """^IMAGE_BUILDER_IMAGE = \(\n(?:[ ]+"(?<part>[A-Za-z0-9._/:@-]+)"\n)+\)$""",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex BuilderPattern();

    [GeneratedRegex("^import json$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StandardJson();

    [GeneratedRegex(@"^from taskgraph\.util import (?:.*, )?json(?:,|$)", RegexOptions.Multiline, 1000)]
    private static partial Regex CompactJson();

    [GeneratedRegex(@"""COPY run-task/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CopyLines();

    [GeneratedRegex(
        """PRODUCTION_TASKCLUSTER_ROOT_URL\s*=\s*"(?<url>https?://[A-Za-z0-9._:/-]+)" """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex RootUrlPattern();
}
