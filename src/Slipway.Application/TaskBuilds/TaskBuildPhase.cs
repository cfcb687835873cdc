namespace Slipway.Application.TaskBuilds;

/// <summary>What an image's task does.</summary>
public enum TaskBuildPhase
{
    /// <summary>The build context is fetched and verified.</summary>
    Context,

    /// <summary>The parents are fetched, verified and made available in the engine.</summary>
    Parents,

    /// <summary>The engine builds.</summary>
    Building,

    /// <summary>The image is saved, verified and compressed.</summary>
    Packing,

    /// <summary>The file becomes an artifact of the task.</summary>
    Uploading,
}
