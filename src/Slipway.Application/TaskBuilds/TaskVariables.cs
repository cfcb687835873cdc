using Slipway.Model.Tasks;

namespace Slipway.Application.TaskBuilds;

/// <summary>The variables of an image's task.</summary>
/// <remarks>
/// The first group is taskgraph's
/// (https://github.com/taskcluster/taskgraph/blob/24.2.0/src/taskgraph/transforms/docker_image.py), whose variables
/// <c>VCS_*</c> tell nothing that a build needs; the second the worker's; the third Slipway's own.
/// </remarks>
internal static class TaskVariables
{
    public const string ContextTask = ImageTaskVariables.ContextTask;
    public const string ContextPath = ImageTaskVariables.ContextPath;
    public const string Hash = ImageTaskVariables.Hash;
    public const string ImageName = ImageTaskVariables.ImageName;
    public const string ParentTask = ImageTaskVariables.ParentTask;
    public const string Compression = ImageTaskVariables.Compression;
    public const string BuildArgs = ImageTaskVariables.BuildArguments;

    /// <summary>
    /// Set by <c>taskgraph build-image</c> only, which takes <c>image.tar</c> from the output's folder.
    /// </summary>
    public const string Owner = "CHOWN_OUTPUT";

    public const string Task = "TASK_ID";
    public const string Run = "RUN_ID";
    public const string RootUrl = "TASKCLUSTER_ROOT_URL";

    public const string Parents = ImageTaskVariables.Parents;
    public const string Digest = ImageTaskVariables.Digest;
    public const string Platform = ImageTaskVariables.Platform;
    public const string Dockerfile = ImageTaskVariables.Dockerfile;
    public const string Protected = ImageTaskVariables.Protected;
}
