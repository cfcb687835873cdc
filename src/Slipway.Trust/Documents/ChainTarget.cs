namespace Slipway.Trust.Documents;

/// <summary>The task, or image, about which is asked.</summary>
/// <param name="TaskId">Its id.</param>
/// <param name="TaskType">Its type in the words of scriptworker: decision, docker-image, build, signing and so
/// on.</param>
/// <param name="IsFinished">
/// Whether it ran, and has a chain of trust of its own; else it was only claimed.
/// </param>
public sealed record ChainTarget(string TaskId, string TaskType, bool IsFinished);
