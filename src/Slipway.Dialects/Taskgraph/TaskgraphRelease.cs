using System.Collections.Immutable;
using Slipway.Core.Configuration;

namespace Slipway.Dialects.Taskgraph;

/// <summary>What the digests and tasks of images depend on in a release of taskgraph.</summary>
/// <param name="First">The first release that is so.</param>
/// <param name="ImageBuilder">The image that it builds images in (<c>taskgraph/transforms/docker_image.py</c>).</param>
/// <param name="SpacedArguments">Whether it writes the arguments with a blank behind each <c>,</c> and
/// <c>:</c>.</param>
/// <remarks>Read from the tags of https://github.com/taskcluster/taskgraph.</remarks>
internal sealed record TaskgraphRelease(Version First, string ImageBuilder, bool SpacedArguments)
{
    /// <summary>
    /// Before this one digests were those of the compressed context, which depend on the version of zlib.
    /// </summary>
    public static readonly Version Oldest = new(12, 2, 0);

    /// <summary>The newest whose digests are known; what changes in a patch release is no digest.</summary>
    public static readonly Version Newest = new(24, 2);

    private const string Builder = "mozillareleases/image_builder";
    private const string Builder51 =
        $"{Builder}:5.1.0@sha256:7fe70dcedefffffa03237ba5d456d42e0d7461de066db3f7a7c280a104869cd5";
    private const string Builder60 =
        $"{Builder}:6.0.0@sha256:734c03809c83c716c1460ed3e00519d79b14d117343d3c556cbd9218a2e7f094";
    private const string Builder61 =
        $"{Builder}:6.1.0@sha256:10c614e928500a7d5138773fb58941a24a17948e1a8193768e9ba762ba3e9c7e";

    private static readonly ImmutableArray<TaskgraphRelease> NewestFirst =
    [
        new(new Version(24, 2, 0), SlipwayConfig.DefaultImageBuilder, SpacedArguments: false),
        new(new Version(16, 2, 0), Builder61, SpacedArguments: false),
        new(new Version(16, 0, 0), Builder60, SpacedArguments: false),
        new(new Version(14, 3, 0), Builder51, SpacedArguments: false),
        new(Oldest, Builder51, SpacedArguments: true),
    ];

    /// <summary>Where this release's image builder leaves an image, by the task's definition.</summary>
    public string Output =>
        First >= new Version(16, 0, 0) ? "/workspace/out/image.tar.zst" : "/workspace/image.tar.zst";

    /// <summary>What holds for a release; for one that is too old or too new, the nearest that is known.</summary>
    public static TaskgraphRelease Of(Version version) =>
        NewestFirst.FirstOrDefault(release => release.First <= version) ?? NewestFirst[^1];

    /// <summary>A release as people write it: 24.2 is 24.2.0. Null for what is none.</summary>
    public static Version? Parse(string text) => Version.TryParse(text, out var version)
        ? new Version(version.Major, version.Minor, Math.Max(version.Build, 0))
        : null;

    public static bool IsKnown(Version version) =>
        version >= Oldest && new Version(version.Major, version.Minor) <= Newest;
}
