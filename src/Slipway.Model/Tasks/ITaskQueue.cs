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

    /// <summary>The definitions of many tasks; those that are not there any more are left out.</summary>
    async Task<IReadOnlyDictionary<TaskId, JsonObject>> FindDefinitionsAsync(
        IReadOnlyCollection<TaskId> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TaskId, JsonObject>();
        foreach (var id in ids.Distinct())
        {
            if (await FindDefinitionAsync(id, cancellationToken) is { } definition)
            {
                found[id] = definition;
            }
        }

        return found;
    }

    /// <summary>How each of many tasks stands; those that are not there any more are left out.</summary>
    async Task<IReadOnlyDictionary<TaskId, TaskProgress>> FindProgressAsync(
        IReadOnlyCollection<TaskId> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<TaskId, TaskProgress>();
        foreach (var id in ids.Distinct())
        {
            if (await FindStateAsync(id, cancellationToken) is { } state)
            {
                found[id] = new TaskProgress(state, null, null);
            }
        }

        return found;
    }

    /// <summary>Creates a task. The same id with the same definition again changes nothing.</summary>
    /// <returns>False when there is a task of this id with another definition.</returns>
    Task<bool> CreateAsync(TaskId id, JsonObject definition, CancellationToken cancellationToken);
}

/// <summary>How far a task is.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Started">When its latest run began; null when it did not, or when that is not known.</param>
/// <param name="Resolved">When its latest run ended; null when it did not, or when that is not known.</param>
public sealed record TaskProgress(TaskState State, DateTimeOffset? Started, DateTimeOffset? Resolved);

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
