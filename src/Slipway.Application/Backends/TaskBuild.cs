using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Backends;

/// <summary>A build that a task was, as its definition tells of it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Image">The image.</param>
/// <param name="Digest">The inputs digest; null when neither routes nor variables name one.</param>
/// <param name="Scope">Where it was built.</param>
/// <param name="Definition">The definition.</param>
/// <param name="Progress">How far it is; null when nobody knows.</param>
internal sealed record TaskBuild(
    TaskId Task,
    ImageName Image,
    InputsDigest? Digest,
    IndexScope Scope,
    JsonObject Definition,
    TaskProgress? Progress)
{
    /// <summary>The digests of its parents, where their tasks tell them.</summary>
    public IReadOnlyDictionary<string, InputsDigest> ParentDigests { get; init; } =
        new Dictionary<string, InputsDigest>(StringComparer.Ordinal);

    /// <summary>SHA-256 of its context's tar.</summary>
    public string? ContextHash => Variable(ImageTaskVariables.Hash);

    /// <summary>The task and the artifact that have its context; null when they are not told.</summary>
    public (TaskId Task, ArtifactName Name)? Context =>
        TaskId.TryParse(Variable(ImageTaskVariables.ContextTask), out var task)
        && ArtifactName.TryParse(Variable(ImageTaskVariables.ContextPath), out var name)
            ? (task, name)
            : null;

    /// <summary>The image in which docker-worker built it; null for other workers.</summary>
    public string? Builder =>
        (Definition["payload"] as JsonObject)?["image"] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : null;

    public string? Platform => Variable(ImageTaskVariables.Platform);

    /// <summary>Its build arguments; empty when there are none, or none that are understood.</summary>
    public IReadOnlyDictionary<string, string> Arguments => Texts(Variable(ImageTaskVariables.BuildArguments));

    /// <summary>
    /// The tasks of its parents by what they are called; <c>parent</c> where only taskgraph's variable says it.
    /// </summary>
    public IReadOnlyDictionary<string, string> Parents =>
        Texts(Variable(ImageTaskVariables.Parents)) is { Count: > 0 } named ? named
        : Variable(ImageTaskVariables.ParentTask) is { } only
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["parent"] = only }
            : new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When it ended, or, where that is not known, was created.</summary>
    public DateTimeOffset Finished => Progress?.Resolved ?? Created;

    private DateTimeOffset Created =>
        Definition["created"] is JsonValue value && value.TryGetValue(out DateTimeOffset created) ? created : default;

    /// <param name="task">The task.</param>
    /// <param name="image">The image.</param>
    /// <param name="definition">The task's definition.</param>
    /// <param name="progress">How far it is; null when nobody asked.</param>
    /// <param name="entry">What the index says about the task; null for a task that was named by its id.</param>
    /// <param name="scope">Where it was built.</param>
    public static TaskBuild Of(
        TaskId task,
        ImageName image,
        JsonObject definition,
        TaskProgress? progress,
        IndexEntry? entry,
        IndexScope scope)
    {
        var made = TaskImage.Of(definition);
        var build = new TaskBuild(task, image, entry?.Digest ?? made.Digest, scope, definition, progress);
        return build.Digest is null && InputsDigest.TryParse(build.Variable(ImageTaskVariables.Digest), out var own)
            ? build with { Digest = own }
            : build;
    }

    /// <summary>The same in the form of builds of the store; what no definition tells stays empty.</summary>
    /// <exception cref="InvalidOperationException">Its digest is not known.</exception>
    public BuildRecord ToRecord() => new()
    {
        Id = Task.Build,
        Image = Image,
        Digest = Digest ?? throw new InvalidOperationException("The digest of the build is not known."),
        InputsManifest = default,
        Level = Scope.Level ?? Level.Lowest,
        Project = Variable("PROJECT"),
        Revision = Variable("VCS_HEAD_REV"),
        PushDate = PushDate,
        Started = Progress?.Started ?? Created,
        Finished = Finished,
        Result = Progress?.State switch
        {
            TaskState.Failed or TaskState.Exception => BuildResult.Failed,
            _ => BuildResult.Succeeded,
        },
        Engine = $"task {Task}",
    };

    private DateTimeOffset PushDate =>
        ((Definition["extra"] as JsonObject)?["index"] as JsonObject)?["rank"] is JsonValue rank
        && long.TryParse(rank.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
        && seconds is > 0 and <= int.MaxValue
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : Created;

    private string? Variable(string name) =>
        ((Definition["payload"] as JsonObject)?["env"] as JsonObject)?[name] is JsonValue value
        && value.TryGetValue(out string? text)
            ? text
            : null;

    private static Dictionary<string, string> Texts(string? json)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, value) in json is null ? [] : JsonNode.Parse(json) as JsonObject ?? [])
            {
                texts[name] = value?.ToString() ?? string.Empty;
            }
        }
        catch (JsonException)
        {
            // Somebody else's text, which tells nothing.
        }

        return texts;
    }
}
