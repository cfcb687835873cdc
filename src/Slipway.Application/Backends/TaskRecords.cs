using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Slipway.Model.Storage;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Backends;

/// <summary>What the Queue knows of the tasks that made images: asked for many at once, and for each once.</summary>
/// <param name="queue">The tasks.</param>
/// <param name="artifacts">Their artifacts, for tasks that do not say themselves what they leave.</param>
/// <param name="until">What is gone at this moment or before counts as gone.</param>
internal sealed class TaskRecords(ITaskQueue queue, ITaskArtifacts artifacts, Func<DateTimeOffset> until)
{
    private const int QuestionsAtOnce = 16;

    private readonly ConcurrentDictionary<TaskId, JsonObject?> _definitions = new();

    /// <summary>
    /// The tasks that have left their image and keep it long enough, by what their definitions say; those that say
    /// nothing about it are asked for the artifact itself.
    /// </summary>
    public async Task<IReadOnlySet<TaskId>> FindWithImageAsync(
        IReadOnlyCollection<TaskId> tasks, CancellationToken cancellationToken)
    {
        await ReadAsync(tasks, cancellationToken);
        var moment = until();
        TaskId[] lasting = [.. tasks.Where(
            task => DefinitionOf(task) is { } definition && !(TaskFacts.ExpiryOf(definition) <= moment))];
        var states = await queue.FindProgressAsync(lasting, cancellationToken);
        var found = new ConcurrentDictionary<TaskId, bool>();
        await Parallel.ForEachAsync(
            lasting.Where(task => states.GetValueOrDefault(task)?.State == TaskState.Completed),
            new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = cancellationToken },
            async (task, token) => found[task] =
                TaskFacts.ExpiryOf(DefinitionOf(task)!, ArtifactName.Image) is { } expires
                    ? expires > moment
                    : await artifacts.HasAsync(task, ArtifactName.Image, token));
        return found.Where(pair => pair.Value).Select(pair => pair.Key).ToHashSet();
    }

    /// <summary>What the definitions of the tasks of some images say of the builds that they were.</summary>
    public async Task<IReadOnlyDictionary<BuiltImage, BuildFacts>> FindFactsAsync(
        IReadOnlyCollection<BuiltImage> images, CancellationToken cancellationToken)
    {
        await ReadAsync([.. images.Select(image => TaskId.Of(image.Build)).OfType<TaskId>()], cancellationToken);
        return images.Distinct().ToDictionary(
            image => image,
            image => TaskFacts.Of(TaskId.Of(image.Build) is { } task ? DefinitionOf(task) : null));
    }

    private JsonObject? DefinitionOf(TaskId task) => _definitions.GetValueOrDefault(task);

    private async Task ReadAsync(IReadOnlyCollection<TaskId> tasks, CancellationToken cancellationToken)
    {
        TaskId[] unread = [.. tasks.Distinct().Where(task => !_definitions.ContainsKey(task))];
        if (unread.Length == 0)
        {
            return;
        }

        var found = await queue.FindDefinitionsAsync(unread, cancellationToken);
        foreach (var task in unread)
        {
            _definitions[task] = found.GetValueOrDefault(task);
        }
    }
}
