using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Http;
using Slipway.Model.Indexing;
using Slipway.Model.Tasks;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>What is uploaded, and where from.</summary>
/// <param name="Upload">What.</param>
/// <param name="OpenAt">Opens the content from an offset on.</param>
/// <param name="Progress">Told how far it came.</param>
internal sealed record UploadSource(ArtifactUpload Upload, Func<long, Stream> OpenAt, IProgress<long>? Progress)
{
    /// <summary>For people.</summary>
    public string Artifact => $"The artifact {Upload.Name} of the task {Upload.Task}";

    /// <summary>For people, after "to".</summary>
    public string What => $"upload the artifact {Upload.Name} of the task {Upload.Task}";

    private ImmutableArray<string> Path =>
        ["task", Upload.Task.Value, "runs", $"{Upload.Run}", "artifacts", Upload.Name.Value];

    /// <summary>The call that makes the artifact known.</summary>
    /// <param name="storageType">Where it is going to be.</param>
    public ApiCall Create(string storageType) => new(HttpMethod.Post, "queue", What, Path)
    {
        Body = new JsonObject
        {
            ["storageType"] = storageType,
            ["expires"] = IndexData.Moment(Upload.Expires),
            ["contentType"] = Upload.ContentType,
        },
    };

    /// <summary>The call that says that an object has arrived.</summary>
    public ApiCall Finish(string uploadId) =>
        new(HttpMethod.Put, "queue", What, Path) { Body = new JsonObject { ["uploadId"] = uploadId } };

    /// <summary>The content as the body of one request.</summary>
    public UploadContent ToContent(StallTimer timer, TaskclusterTimeouts timeouts) =>
        new(OpenAt, Upload.Size, Artifact, timer, timeouts, Progress);

    /// <summary>The content as a whole, when it is small.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] content = new byte[Upload.Size + 1];
        await using var source = OpenAt(0);
        int read = await source.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
        return read == Upload.Size
            ? content.AsMemory(0, read)
            : throw ArtifactFailures.ContentChanged(Artifact, $"it does not have {Upload.Size} bytes any more");
    }
}
