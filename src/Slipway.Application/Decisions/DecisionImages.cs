using Slipway.Model.Storage;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Decisions;

/// <summary>The images that tasks can get: what a task has as an artifact, whatever this machine has.</summary>
public sealed class DecisionImages(ITaskQueue queue, ITaskArtifacts artifacts) : IImageSource
{
    public async Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken) =>
        TaskId.Of(image.Build) is { } task && await artifacts.HasAsync(task, ArtifactName.Image, cancellationToken);

    public Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
        TaskFacts.FindAsync(queue, image, cancellationToken);

    /// <returns>Always null: a decision says where images are, and needs none itself.</returns>
    public Task<StoredImage?> FetchAsync(
        BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken) =>
        Task.FromResult<StoredImage?>(null);
}
