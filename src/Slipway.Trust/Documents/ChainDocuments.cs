using System.Collections.Immutable;

namespace Slipway.Trust.Documents;

/// <summary>Everything that is known about a chain of tasks. It is a value: nothing is fetched by asking it.</summary>
/// <param name="Target">About what is asked.</param>
/// <param name="Tasks">By id; null for a task that the Queue does not know.</param>
/// <param name="Artifacts">By the id of the task.</param>
/// <param name="Web">By address; null for what answers 404.</param>
/// <param name="IsClosed">
/// Whether what is not here is nowhere, as in a folder of documents; else it is only not known yet.
/// </param>
public sealed record ChainDocuments(
    ChainTarget Target,
    ImmutableDictionary<string, TaskDocument?> Tasks,
    ImmutableDictionary<string, TaskArtifacts> Artifacts,
    ImmutableDictionary<string, ArtifactBody?> Web,
    bool IsClosed)
{
    /// <summary>When the documents were collected; null when nobody says.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>What trees say, by repository and revision.</summary>
    public ImmutableDictionary<(string Repository, string Revision), TreeFacts> Trees { get; init; } =
        ImmutableDictionary<(string Repository, string Revision), TreeFacts>.Empty;

    /// <summary>Nothing is known yet.</summary>
    public static ChainDocuments About(ChainTarget target) => new(
        target,
        ImmutableDictionary.Create<string, TaskDocument?>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, TaskArtifacts>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, ArtifactBody?>(StringComparer.Ordinal),
        IsClosed: false);

    public Found<TaskDocument> FindTask(string id) =>
        Tasks.TryGetValue(id, out var task) ? new(task, true) : new(null, IsClosed);

    public Found<ArtifactBody> FindArtifact(string task, string name) =>
        Of(task).Bodies.TryGetValue(name, out var body) ? new(body, true)
        : new(null, IsClosed && !Of(task).NotFetched.Contains(name));

    public Found<ArtifactBody> FindWeb(string address) =>
        Web.TryGetValue(address, out var body) ? new(body, true) : new(null, IsClosed);

    /// <param name="repository">The repository.</param>
    /// <param name="revision">The commit.</param>
    /// <param name="image">The image about which is asked; null when only the branches are.</param>
    public Found<TreeFacts> FindTree(string repository, string revision, string? image) =>
        Trees.TryGetValue((repository, revision), out var facts)
        && (IsClosed || image is null || facts.Knows(image))
            ? new(facts, true)
            : new(null, IsClosed);

    /// <summary>The names of the artifacts of a task.</summary>
    public Found<ImmutableSortedSet<string>> FindNames(string task)
    {
        var artifacts = Of(task);
        return artifacts.Names is { } names ? new(names, true)
            : IsClosed ? new([.. artifacts.Bodies.Where(b => b.Value is not null).Select(b => b.Key)], true)
            : new(null, false);
    }

    /// <summary>These documents and one artifact more.</summary>
    public ChainDocuments WithArtifact(string task, string name, ArtifactBody? body)
    {
        var artifacts = Of(task);
        return this with
        {
            Artifacts = Artifacts.SetItem(task, artifacts with { Bodies = artifacts.Bodies.SetItem(name, body) }),
        };
    }

    public TaskArtifacts Of(string task) => Artifacts.GetValueOrDefault(task) ?? TaskArtifacts.None;
}
