using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>A task as it stood when a test looked.</summary>
/// <param name="Id">The slug.</param>
/// <param name="Definition">With all defaults filled in.</param>
/// <param name="State">One of <see cref="RunState"/>.</param>
/// <param name="Runs">How many runs there were.</param>
/// <param name="Artifacts">The names of the artifacts of the latest run, the unfinished ones too.</param>
public sealed record TestTask(
    string Id, JsonObject Definition, string State, int Runs, ImmutableArray<string> Artifacts);
