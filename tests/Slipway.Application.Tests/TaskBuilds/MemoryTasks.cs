using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.TaskBuilds;

/// <summary>Tasks and their artifacts in memory.</summary>
internal sealed class MemoryTasks : ITaskArtifacts, ITaskQueue
{
    private readonly ConcurrentDictionary<(TaskId, ArtifactName), byte[]> _artifacts = new();
    private readonly ConcurrentDictionary<TaskId, JsonObject> _definitions = new();

    /// <summary>What was uploaded, with its content.</summary>
    public ConcurrentQueue<(ArtifactUpload Upload, byte[] Content)> Uploads { get; } = new();

    public static TaskId Id(byte number) =>
        TaskId.FromBytes([number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);

    public void Put(TaskId task, ArtifactName name, byte[] content) => _artifacts[(task, name)] = content;

    public void Define(TaskId task, string json) => _definitions[task] = JsonNode.Parse(json)!.AsObject();

    /// <summary>What a worker writes down: the hash of one artifact.</summary>
    public void Sign(TaskId task, ArtifactName name, Sha256Digest hash) =>
        Put(
            task,
            ArtifactName.ChainOfTrust,
            System.Text.Encoding.UTF8.GetBytes(
                $$$"""{"chainOfTrustVersion":1,"artifacts":{"{{{name}}}":{"sha256":"{{{hash}}}"}},"task":{},"taskId":"{{{task}}}","runId":0,"environment":{}}"""));

    public Task<bool> HasAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken) =>
        Task.FromResult(_artifacts.ContainsKey((task, name)));

    public Task<ReadOnlyMemory<byte>?> FindAsync(
        TaskId task, ArtifactName name, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(
            _artifacts.TryGetValue((task, name), out byte[]? content)
                ? new ReadOnlyMemory<byte>(content)
                : (ReadOnlyMemory<byte>?)null);

    public async Task<ArtifactReceipt?> DownloadAsync(
        TaskId task,
        ArtifactName name,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        if (!_artifacts.TryGetValue((task, name), out byte[]? content))
        {
            return null;
        }

        await destination.WriteAsync(content, cancellationToken);
        progress?.Report(content.Length);
        return new ArtifactReceipt(Sha256Digest.Of(content), content.Length, IsVerified: false);
    }

    public async Task UploadAsync(
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        await using var stream = openAt(0);
        await stream.CopyToAsync(content, cancellationToken);
        await using var later = openAt(10);
        Assert.Equal(content.ToArray()[10], later.ReadByte());
        Uploads.Enqueue((upload, content.ToArray()));
        Put(upload.Task, upload.Name, content.ToArray());
    }

    public Task<TaskState?> FindStateAsync(TaskId id, CancellationToken cancellationToken) =>
        Task.FromResult<TaskState?>(_definitions.ContainsKey(id) ? TaskState.Running : null);

    public Task<JsonObject?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken) =>
        Task.FromResult(_definitions.GetValueOrDefault(id));

    public Task<bool> CreateAsync(TaskId id, JsonObject definition, CancellationToken cancellationToken) =>
        Task.FromResult(_definitions.TryAdd(id, definition));
}
