using System.Text.Json.Nodes;

namespace Slipway.Cli.Json;

/// <summary>A decision: which task has each image, and the tasks that it makes.</summary>
/// <param name="TaskGroupId">The group of the new tasks.</param>
/// <param name="Images">As <c>image-tasks.json</c>.</param>
/// <param name="Tasks">As <c>task-graph.json</c>.</param>
/// <param name="Created">The ids of the tasks that were created; absent for a plan.</param>
/// <param name="Kept">The tasks that were there already; absent for a plan.</param>
internal sealed record DecisionDocument(
    string TaskGroupId,
    JsonObject Images,
    JsonObject Tasks,
    IReadOnlyList<string>? Created,
    IReadOnlyList<KeptTaskDocument>? Kept);

/// <summary>A task that a decision found in its place.</summary>
/// <param name="TaskId">Its id.</param>
/// <param name="State">How it stands, in the words of the Queue.</param>
internal sealed record KeptTaskDocument(string TaskId, string State);
