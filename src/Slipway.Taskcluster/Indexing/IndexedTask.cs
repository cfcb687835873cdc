using System.Text.Json;
using Slipway.Model.Values;

namespace Slipway.Taskcluster.Indexing;

/// <summary>An entry of the index.</summary>
/// <param name="Namespace">Where it is.</param>
/// <param name="TaskId">The task that is there.</param>
/// <param name="Rank">An entry with the same or a higher one replaces it.</param>
/// <param name="Data">What was put beside it, an object.</param>
/// <param name="Expires">From then on it is not found.</param>
public sealed record IndexedTask(IndexNamespace Namespace, TaskId TaskId, long Rank, JsonElement Data, DateTimeOffset Expires);
