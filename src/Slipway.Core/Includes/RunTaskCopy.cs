using Slipway.Model.Values;

namespace Slipway.Core.Includes;

/// <summary>A folder of run-task files that the tree has without saying so.</summary>
/// <param name="Folder">The folder, below the root.</param>
/// <param name="Release">Of taskgraph, of which it is a part; null when it does not say.</param>
public sealed record RunTaskCopy(RelativePath Folder, Version? Release)
{
    /// <summary>
    /// Whether the files of one release are those that another asks for. They differ from release to release, and are
    /// a part of digests: what is not known to be right is not taken.
    /// </summary>
    public static bool Fits(Version? release, Version? wanted) =>
        release is not null && wanted is not null && Whole(release) == Whole(wanted);

    // 24.2 and 24.2.0 are one release.
    private static Version Whole(Version version) =>
        new(version.Major, version.Minor, Math.Max(0, version.Build), Math.Max(0, version.Revision));
}

/// <summary>Run-task files that were seen and are not used, because they may be those of another release.</summary>
/// <param name="Place">The folder, as a person would name it.</param>
/// <param name="Release">Of taskgraph; null when it does not say.</param>
public sealed record SeenRunTask(string Place, Version? Release);
