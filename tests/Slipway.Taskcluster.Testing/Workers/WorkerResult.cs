namespace Slipway.Taskcluster.Testing.Workers;

/// <summary>How a run ended.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Name">Its <c>metadata.name</c>.</param>
/// <param name="ExitCode">Of the program; null when it ran out of time.</param>
/// <param name="IsCompleted">Whether the task was reported as completed.</param>
/// <param name="Log">What the program printed, and what the worker has to say.</param>
public sealed record WorkerResult(string TaskId, string Name, int? ExitCode, bool IsCompleted, string Log);
