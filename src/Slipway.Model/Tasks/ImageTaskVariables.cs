namespace Slipway.Model.Tasks;

/// <summary>The environment variables of an image's task: taskgraph's, and those that Slipway adds.</summary>
/// <remarks>https://github.com/taskcluster/taskgraph/blob/24.2.0/src/taskgraph/transforms/docker_image.py</remarks>
public static class ImageTaskVariables
{
    /// <summary>taskgraph's: the task whose artifact the build context is.</summary>
    public const string ContextTask = "CONTEXT_TASK_ID";

    /// <summary>taskgraph's: the name of that artifact.</summary>
    public const string ContextPath = "CONTEXT_PATH";

    /// <summary>taskgraph's: SHA-256 of the context's tar, uncompressed.</summary>
    public const string Hash = "HASH";

    /// <summary>taskgraph's: the name of the image.</summary>
    public const string ImageName = "IMAGE_NAME";

    /// <summary>taskgraph's: the level of zstd.</summary>
    public const string Compression = "DOCKER_IMAGE_ZSTD_LEVEL";

    /// <summary>taskgraph's: the build arguments, a JSON object of texts.</summary>
    public const string BuildArguments = "DOCKER_BUILD_ARGS";

    /// <summary>taskgraph's: the task of the image that <c>$DOCKER_IMAGE_PARENT</c> names.</summary>
    public const string ParentTask = "PARENT_TASK_ID";

    /// <summary>The tasks of all parents: a JSON object, image to task id.</summary>
    public const string Parents = "SLIPWAY_PARENTS";

    /// <summary>The inputs digest, 64 digits.</summary>
    public const string Digest = "SLIPWAY_DIGEST";

    /// <summary><c>os/architecture[/variant]</c></summary>
    public const string Platform = "SLIPWAY_PLATFORM";

    /// <summary>The path of the Dockerfile in the context; not there when it is <c>Dockerfile</c>.</summary>
    public const string Dockerfile = "SLIPWAY_DOCKERFILE";

    /// <summary>
    /// Where the image is indexed: <c>level-N</c>, or a pull request's scope; for people who read the task.
    /// </summary>
    public const string Scope = "SLIPWAY_SCOPE";

    /// <summary><c>1</c> when the level is protected; not there otherwise.</summary>
    public const string Protected = "SLIPWAY_PROTECTED";
}
