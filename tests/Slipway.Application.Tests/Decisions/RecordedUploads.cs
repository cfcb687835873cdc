using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Decisions;

/// <summary>Artifacts that are only uploaded.</summary>
internal sealed class RecordedUploads : ITaskArtifacts
{
    public List<ArtifactUpload> Uploads { get; } = [];

    public List<byte[]> Contents { get; } = [];

    public async Task UploadAsync(
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        await using var stream = openAt(0);
        var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        Assert.Equal(upload.Size, content.Length);
        Uploads.Add(upload);
        Contents.Add(content.ToArray());
    }

    public Task<bool> HasAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ReadOnlyMemory<byte>?> FindAsync(
        TaskId task,
        ArtifactName name,
        int limit,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ArtifactReceipt?> DownloadAsync(
        TaskId task,
        ArtifactName name,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken) => throw new NotSupportedException();
}
