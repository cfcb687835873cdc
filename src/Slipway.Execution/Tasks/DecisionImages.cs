using System.Text.Json.Nodes;
using Slipway.Core.Storage;
using Slipway.Core.Tasks;
using Slipway.Core.Values;

namespace Slipway.Execution.Tasks;

/// <summary>The images that tasks can get: what a task has as an artifact, whatever this machine has.</summary>
public sealed class DecisionImages(ITaskQueue queue, ITaskArtifacts artifacts) : IImageSource
{
    public async Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken) =>
        TaskId.Of(image.Build) is { } task && await artifacts.HasAsync(task, ArtifactName.Image, cancellationToken);

    /// <remarks>When the task was created, which is hours before its end at most.</remarks>
    public async Task<DateTimeOffset?> FindTimeAsync(BuiltImage image, CancellationToken cancellationToken) =>
        TaskId.Of(image.Build) is { } task
        && await queue.FindDefinitionAsync(task, cancellationToken) is { } definition
        && definition["created"] is JsonValue value
        && value.TryGetValue(out DateTimeOffset created)
            ? created
            : null;

    /// <returns>Always null: a decision says where images are, and needs none itself.</returns>
    public Task<StoredImage?> FetchAsync(BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken) =>
        Task.FromResult<StoredImage?>(null);
}
