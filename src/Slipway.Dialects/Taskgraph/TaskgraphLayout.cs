using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Where the files of a tree that uses taskgraph are.</summary>
/// <remarks>
/// https://taskcluster-taskgraph.readthedocs.io/en/latest/concepts/kind.html; <c>ci</c> is what releases before 7 read,
/// the configuration too.
/// </remarks>
public static class TaskgraphLayout
{
    public const string Folder = "taskcluster";

    public const string ConfigName = "config.yml";

    public const string KindName = "kind.yml";

    public const string DefaultKind = "docker-image";

    public static readonly RelativePath ConfigFile = RelativePath.Parse($"{Folder}/{ConfigName}");

    /// <summary>Where the configuration is, the newer layout first.</summary>
    public static readonly RelativePath[] ConfigFiles = [ConfigFile, RelativePath.Parse($"{Folder}/ci/{ConfigName}")];

    /// <summary>
    /// Always there for taskgraph, whatever <c>folder:</c> says (<c>taskgraph/transforms/docker_image.py</c>).
    /// </summary>
    public static readonly RelativePath ImagesFolder = RelativePath.Parse($"{Folder}/docker");

    /// <summary>The folders that hold the kinds, the newer layout first.</summary>
    public static readonly RelativePath[] KindFolders =
        [RelativePath.Parse($"{Folder}/kinds"), RelativePath.Parse($"{Folder}/ci")];
}
