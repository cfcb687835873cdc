namespace Slipway.Application.Judging;

/// <summary>Which chain is to be judged, and by what.</summary>
/// <param name="What">A task id, a namespace of the index, or the name of an image of the tree.</param>
public sealed record ChainQuestion(string What)
{
    /// <summary>The type of the task, in scriptworker's words.</summary>
    public string TaskType { get; init; } = "docker-image";

    /// <summary>Whether image archives are downloaded to be hashed.</summary>
    public bool WithArchives { get; init; } = true;
}
