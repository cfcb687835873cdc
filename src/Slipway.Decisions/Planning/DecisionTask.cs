using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>A task that a decision makes.</summary>
public sealed record DecisionTask
{
    public required TaskId Id { get; init; }

    /// <summary>A name within the decision, such as <c>docker-image-base</c>.</summary>
    public required string Label { get; init; }

    /// <summary>What a person reads about it; the definition may say more.</summary>
    public required string Description { get; init; }

    /// <summary>The kind of the task, as taskgraph calls it.</summary>
    public required string Kind { get; init; }

    /// <summary>What is sent to the Queue. Nobody changes it.</summary>
    public required JsonObject Definition { get; init; }

    /// <summary>
    /// The tasks that it needs, by the name under which it knows them, such as <c>parent</c> or <c>docker-image</c>.
    /// </summary>
    public required ImmutableSortedDictionary<string, TaskId> Dependencies { get; init; }

    /// <summary>
    /// The images that it builds: several when they have one digest. Empty for a task that uses images.
    /// </summary>
    public ImmutableArray<ImageName> Images { get; init; } = [];

    /// <summary>What the graph of the decision says of it besides; null for what goes for every task.</summary>
    public JsonObject? Attributes { get; init; }

    /// <summary>Where it was looked for before it was made, in this order.</summary>
    public ImmutableArray<string> Search { get; init; } = [];

    /// <summary>The file that defines it, for a task that uses images.</summary>
    public string? File { get; init; }
}
