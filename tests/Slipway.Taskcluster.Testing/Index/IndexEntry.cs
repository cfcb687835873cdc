using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Index;

/// <summary>Which task a namespace leads to.</summary>
public sealed record IndexEntry(string Namespace, string TaskId, int Rank, JsonObject Data, DateTimeOffset Expires);
