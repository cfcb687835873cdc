using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>Holds tasks and runs them. All failures are <see cref="SlipwayException"/>s.</summary>
public interface ITaskQueue
{
    /// <summary>How a task stands; null when there is none, or it has expired.</summary>
    Task<TaskState?> FindStateAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>The definition of a task; null when there is none, or it has expired.</summary>
    Task<JsonObject?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>Creates a task. The same id with the same definition again changes nothing.</summary>
    /// <returns>False when there is a task of this id with another definition.</returns>
    Task<bool> CreateAsync(TaskId id, JsonObject definition, CancellationToken cancellationToken);
}

/// <summary>How a task stands, in the words of the Queue.</summary>
public enum TaskState
{
    /// <summary>It waits for its dependencies.</summary>
    Unscheduled,
    Pending,
    Running,
    Completed,
    Failed,
    Exception,
}
