using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Trust.Json;

namespace Slipway.Trust.Documents;

/// <summary>What the Queue says of a task.</summary>
/// <param name="Name">For people.</param>
/// <param name="Definition">The definition as the Queue gave it.</param>
/// <param name="Status">Its state, and its runs.</param>
public sealed record TaskDocument(string? Name, JsonReading Definition, JsonNode? Status)
{
    /// <summary>The number of the latest run; null when there is none.</summary>
    public JsonNode? LatestRun => Status.At("runs").Items().LastOrDefault();

    /// <summary>The first run; null when there is none.</summary>
    public JsonNode? FirstRun => Status.At("runs").Items().FirstOrDefault();

    public string? State => Status.TextAt("state");
}

/// <summary>A document that a verification needed and did not have.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Task">The task, for all but <see cref="WantedKind.Web"/>;
/// the repository for <see cref="WantedKind.Tree"/>.</param>
/// <param name="Name">The artifact, the address, or the revision.</param>
public readonly record struct WantedDocument(WantedKind Kind, string? Task, string? Name)
{
    /// <summary>
    /// The image of a tree about which is asked; null when only the branches that have the revision are.
    /// </summary>
    public string? Image { get; init; }
}

public enum WantedKind
{
    /// <summary>The definition of a task, and its status.</summary>
    Task,

    /// <summary>An artifact of the latest run of a task.</summary>
    Artifact,

    /// <summary>The names of all artifacts of the latest run of a task.</summary>
    ArtifactNames,

    /// <summary>What the web answers.</summary>
    Web,

    /// <summary>What a tree says: of a repository (in the place of the task) at a revision (as the name).</summary>
    Tree,
}

/// <summary>An answer to a question for a document.</summary>
/// <param name="Value">The document.</param>
/// <param name="IsKnown">Whether somebody looked: without a value that means that there is none.</param>
public readonly record struct Found<T>(T? Value, bool IsKnown)
    where T : class;

/// <summary>The artifacts of a task.</summary>
/// <param name="Bodies">By name; null for one that was asked for and is not there.</param>
/// <param name="Names">All names that the Queue lists; null when nobody asked.</param>
public sealed record TaskArtifacts(
    ImmutableDictionary<string, ArtifactBody?> Bodies, ImmutableSortedSet<string>? Names)
{
    /// <summary>What is there, though nobody fetched it.</summary>
    public ImmutableHashSet<string> NotFetched { get; init; } = [];

    public static readonly TaskArtifacts None = new(
        ImmutableDictionary.Create<string, ArtifactBody?>(StringComparer.Ordinal), null);
}
