using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>The artifacts of tasks: https://docs.taskcluster.net/docs/reference/platform/queue/artifacts.</summary>
internal sealed class TaskArtifacts(ArtifactLocator locator, ArtifactDownload download, ArtifactUploader uploader)
    : ITaskArtifacts
{
    public Task<bool> HasAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken) =>
        locator.HasAsync(task, name, cancellationToken);

    public async Task<ReadOnlyMemory<byte>?> FindAsync(
        TaskId task, ArtifactName name, int limit, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var receipt = await download.RunAsync(
            task,
            name,
            (bytes, _) =>
            {
                content.Write(bytes.Span);
                return content.Length <= limit
                    ? ValueTask.CompletedTask
                    : throw ServiceFailures.TooLarge($"read the artifact {name} of the task {task}", limit);
            },
            null,
            cancellationToken);
        // Without its type, "null" would be an empty array here, and that an empty artifact.
        return receipt is null ? default(ReadOnlyMemory<byte>?) : content.ToArray();
    }

    public Task<ArtifactReceipt?> DownloadAsync(
        TaskId task,
        ArtifactName name,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        download.RunAsync(task, name, destination.WriteAsync, progress, cancellationToken);

    public Task UploadAsync(
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        uploader.RunAsync(upload, openAt, progress, cancellationToken);
}
