using System.Text.Json;
using Slipway.Model.Values;

namespace Slipway.Taskcluster.Indexing;

/// <summary>An entry of the index.</summary>
/// <param name="Namespace">Where it is.</param>
/// <param name="TaskId">The task that is there.</param>
/// <param name="Rank">An entry with the same or a higher one replaces it.</param>
/// <param name="Data">What was put beside it, an object.</param>
/// <param name="Expires">From then on it is not found.</param>
public sealed record IndexedTask(
    IndexNamespace Namespace, TaskId TaskId, long Rank, JsonElement Data, DateTimeOffset Expires);

/// <summary>A namespace that has entries or other namespaces below it.</summary>
/// <param name="Namespace">The whole name.</param>
/// <param name="Name">The last part of it.</param>
/// <param name="Expires">When the last entry below it does.</param>
public sealed record IndexedNamespace(IndexNamespace Namespace, string Name, DateTimeOffset Expires);
