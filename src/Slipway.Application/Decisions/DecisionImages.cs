using Slipway.Application.Backends;
using Slipway.Model.Storage;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Decisions;

/// <summary>The images that tasks can get: what a task has as an artifact, whatever this machine has.</summary>
/// <param name="queue">The tasks.</param>
/// <param name="artifacts">Their artifacts.</param>
/// <param name="until">What expires at this moment or before is of no use.</param>
public sealed class DecisionImages(ITaskQueue queue, ITaskArtifacts artifacts, DateTimeOffset until) : IImageSource
{
    private readonly TaskRecords _tasks = new(queue, artifacts, () => until);

    public async Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken) =>
        TaskId.Of(image.Build) is { } task && await artifacts.HasAsync(task, ArtifactName.Image, cancellationToken);

    public async Task<IReadOnlySet<BuiltImage>> FindPresentAsync(
        IReadOnlyCollection<BuiltImage> images, CancellationToken cancellationToken)
    {
        var tasks = await _tasks.FindWithImageAsync(
            [.. images.Select(image => TaskId.Of(image.Build)).OfType<TaskId>().Distinct()], cancellationToken);
        return images.Where(image => TaskId.Of(image.Build) is { } task && tasks.Contains(task)).ToHashSet();
    }

    public async Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
        (await _tasks.FindFactsAsync([image], cancellationToken))[image];

    public Task<IReadOnlyDictionary<BuiltImage, BuildFacts>> FindManyFactsAsync(
        IReadOnlyCollection<BuiltImage> images, CancellationToken cancellationToken) =>
        _tasks.FindFactsAsync(images, cancellationToken);

    /// <returns>Always null: a decision says where images are, and needs none itself.</returns>
    public Task<StoredImage?> FetchAsync(
        BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken) =>
        Task.FromResult<StoredImage?>(null);
}
