using Slipway.Model.Diagnostics;

namespace Slipway.Application.TaskBuilds;

/// <summary>Something that happened while an image's task did its work. A closed set of cases.</summary>
public abstract record TaskBuildEvent
{
    private TaskBuildEvent()
    {
    }

    /// <summary>A new phase began.</summary>
    /// <param name="Phase">Which.</param>
    /// <param name="Subject">What it is about, for people.</param>
    public sealed record PhaseBegan(TaskBuildPhase Phase, string Subject) : TaskBuildEvent;

    /// <summary>Bytes were fetched, saved or uploaded.</summary>
    /// <param name="Bytes">Since the phase began.</param>
    public sealed record Transferred(long Bytes) : TaskBuildEvent;

    /// <summary>The engine printed a line.</summary>
    public sealed record LogLine(string Text) : TaskBuildEvent;

    /// <summary>Something a person should know that stops nothing.</summary>
    public sealed record Warned(Diagnostic Diagnostic) : TaskBuildEvent;
}

/// <summary>What an image's task does.</summary>
public enum TaskBuildPhase
{
    /// <summary>The build context is fetched, and has the hash that was asked for.</summary>
    Context,

    /// <summary>The parents are fetched, hashed and made available in the engine.</summary>
    Parents,

    /// <summary>The engine builds.</summary>
    Building,

    /// <summary>The image is saved, hashed and compressed.</summary>
    Packing,

    /// <summary>The file becomes an artifact of the task.</summary>
    Uploading,
}
