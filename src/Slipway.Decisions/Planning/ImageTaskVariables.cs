namespace Slipway.Decisions.Planning;

/// <summary>
/// The environment variables that Slipway adds to those of taskgraph's image tasks, and those that name parents.
/// </summary>
public static class ImageTaskVariables
{
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
