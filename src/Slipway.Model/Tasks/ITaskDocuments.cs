using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>
/// What the Queue says of tasks, exactly as it says it. Failures are <see cref="SlipwayException"/>s.
/// </summary>
public interface ITaskDocuments
{
    /// <summary>The definition of a task, byte for byte; null when there is none, or it has expired.</summary>
    Task<ReadOnlyMemory<byte>?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>The state of a task, and its runs; null when there is none, or it has expired.</summary>
    Task<JsonObject?> FindStatusAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>The names of the artifacts of the latest run of a task; none when there is no run.</summary>
    Task<IReadOnlyList<string>> ListArtifactsAsync(TaskId id, CancellationToken cancellationToken);
}

/// <summary>Pages of servers that are not Taskcluster's. Failures are <see cref="SlipwayException"/>s.</summary>
public interface IWebPages
{
    /// <summary>What an address answers; null when nothing is there.</summary>
    /// <param name="address">Asked without credentials.</param>
    /// <param name="limit">Bytes; more is an error.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    Task<ReadOnlyMemory<byte>?> FindAsync(Uri address, int limit, CancellationToken cancellationToken);
}
