using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Chains;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;

namespace Slipway.Application.Tests.Trusting;

/// <summary>A golden chain as its services would answer.</summary>
internal sealed class GoldenServices : ITaskDocuments, ITaskArtifacts, IWebPages
{
    private readonly ChainDocuments _documents;
    private int _asked;

    public GoldenServices(string name)
        : this(GoldenChain.Chain(name))
    {
    }

    public GoldenServices(JsonNode chain) => (_documents, Policy) = GoldenChain.Read(chain);

    public ChainPolicy Policy { get; }

    /// <summary>How many definitions were asked for.</summary>
    public int Asked => _asked;

    /// <summary>How often each thing was asked for.</summary>
    public ConcurrentDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public List<(string Task, string Name)> Downloaded { get; } = [];

    public Task<ReadOnlyMemory<byte>?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        Count($"definition {id}");
        ReadOnlyMemory<byte>? definition = _documents.FindTask(id.Value).Value is { } task
            ? System.Text.Encoding.UTF8.GetBytes(task.Definition.Value!.ToJsonString())
            : default(ReadOnlyMemory<byte>?);
        return Task.FromResult(definition);
    }

    public Task<JsonObject?> FindStatusAsync(TaskId id, CancellationToken cancellationToken) => Counted(
        $"status {id}", _documents.FindTask(id.Value).Value?.Status as JsonObject);

    public Task<IReadOnlyList<string>> ListArtifactsAsync(TaskId id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _documents.Of(id.Value).Bodies.Keys]);

    public Task<ReadOnlyMemory<byte>?> FindAsync(Uri address, int limit, CancellationToken cancellationToken) =>
        Counted($"page {address}", _documents.FindWeb(address.OriginalString).Value?.Content);

    public Task<bool> HasAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken) =>
        Task.FromResult(_documents.FindArtifact(task.Value, name.Value).Value is not null);

    public Task<ReadOnlyMemory<byte>?> FindAsync(
        TaskId task, ArtifactName name, int limit, CancellationToken cancellationToken) => Counted(
            $"artifact {task} {name}", _documents.FindArtifact(task.Value, name.Value).Value?.Content);

    public async Task<ArtifactReceipt?> DownloadAsync(
        TaskId task,
        ArtifactName name,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        Count($"artifact {task} {name}");
        lock (Downloaded)
        {
            Downloaded.Add((task.Value, name.Value));
        }

        if (_documents.FindArtifact(task.Value, name.Value).Value?.Content is not { } content)
        {
            return null;
        }

        await destination.WriteAsync(content, cancellationToken);
        return new ArtifactReceipt(Sha256Digest.Of(content.Span), content.Length, IsVerified: false);
    }

    public Task UploadAsync(
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    private Task<T> Counted<T>(string what, T answer)
    {
        Count(what);
        return Task.FromResult(answer);
    }

    private void Count(string what) => Counts.AddOrUpdate(what, 1, (_, count) => count + 1);
}
