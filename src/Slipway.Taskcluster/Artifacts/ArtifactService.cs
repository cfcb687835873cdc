using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tasks;
using Slipway.Core.Values;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Artifacts: the Queue says where they are, and a storage has them.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/platform/queue/artifacts</remarks>
internal sealed class ArtifactService(ApiClient api, Storage storage) : ITaskArtifacts
{
    private const string Queue = "queue";

    private readonly ObjectService _objects = new(api, storage);
    private readonly ArtifactUploads _uploads = new(api, storage);

    public async Task<bool> HasAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken) =>
        await FindContentAsync(task, name, cancellationToken) is not null;

    public async Task<ReadOnlyMemory<byte>?> FindAsync(
        TaskId task, ArtifactName name, int limit, CancellationToken cancellationToken)
    {
        using var content = new BoundedStream(limit, () => new SlipwayException(new Diagnostic(
            TaskclusterCodes.AnswerInvalid,
            $"{name} of task {task} has more than {limit >> 10} KiB",
            "Look at the task: it is not what it should be.")));
        // With the type written out: a null would become an empty memory otherwise.
        return await DownloadAsync(task, name, content, null, cancellationToken) is null
            ? (ReadOnlyMemory<byte>?)null
            : content.ToArray();
    }

    public Task<ArtifactReceipt?> DownloadAsync(
        TaskId task,
        ArtifactName name,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        storage.DownloadAsync(
            token => LocateAsync(task, name, token), $"{name} of task {task}", destination, progress, cancellationToken);

    public Task UploadAsync(
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
        _uploads.UploadAsync(upload, openAt, progress, cancellationToken);

    /// <summary>What the Queue says about an artifact; null when it is gone, or only the record of an error.</summary>
    private async Task<JsonObject?> FindContentAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(
            new ApiCall(HttpMethod.Get, Queue, $"task/{task}/artifact-content/{ApiCall.Parts(name.Value)}", What(task, name)),
            cancellationToken);
        // 424 is how an error's record answers where a redirect is asked for.
        return answer.IsAbsent || (int)answer.Status == 424 || answer.Require()["storageType"]?.ToString() == "error"
            ? null
            : answer.Body;
    }

    private async Task<StoredContent?> LocateAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken)
    {
        if (await FindContentAsync(task, name, cancellationToken) is not { } content)
        {
            return null;
        }

        var fields = new Fields(Queue, What(task, name), content);
        return fields.Text("storageType") switch
        {
            "object" => await _objects.LocateAsync(fields.Text("name"), fields.Credentials("credentials"), cancellationToken),
            "s3" or "reference" => new StoredContent(
                fields.Address("url"), ImmutableSortedDictionary<string, string>.Empty),
            var other => throw ApiFailures.Invalid(Queue, What(task, name), $"the storage '{Display.Text(other)}' is not known"),
        };
    }

    private static string What(TaskId task, ArtifactName name) => $"find {name} of task {task}";
}
