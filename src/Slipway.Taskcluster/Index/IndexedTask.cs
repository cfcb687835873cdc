using System.Text.Json.Nodes;
using Slipway.Core.Values;

namespace Slipway.Taskcluster.Index;

/// <summary>An entry of the Index service.</summary>
/// <param name="Namespace">The whole namespace.</param>
/// <param name="Task">The task.</param>
/// <param name="Rank">A 32-bit number; taskgraph's cached tasks have 0.</param>
/// <param name="Data">What whoever inserted it wrote beside it.</param>
/// <param name="Expires">From then on it is not found.</param>
public sealed record IndexedTask(IndexNamespace Namespace, TaskId Task, long Rank, JsonObject Data, DateTimeOffset Expires);
