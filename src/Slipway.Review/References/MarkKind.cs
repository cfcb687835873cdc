namespace Slipway.Review.References;

/// <summary>What a mark stands for.</summary>
public enum MarkKind
{
    /// <summary><c>{{#docker_image}}</c>: how a registry image is referred to.</summary>
    DockerImage,

    /// <summary><c>{{#task_id_for_image}}</c>: the id of the task that has a task image.</summary>
    TaskIdForImage,
}
