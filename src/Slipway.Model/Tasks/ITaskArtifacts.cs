using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>The artifacts of tasks. All failures are <see cref="SlipwayException"/>s.</summary>
public interface ITaskArtifacts
{
    /// <summary>Whether the latest run of a task has an artifact, which is not the record of an error.</summary>
    Task<bool> HasAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken);

    /// <summary>A small artifact of the latest run; null when the task or the artifact is not there any more.</summary>
    /// <param name="name">The artifact.</param>
    /// <param name="limit">Bytes; a larger one is an error.</param>
    Task<ReadOnlyMemory<byte>?> FindAsync(
        TaskId task, ArtifactName name, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Streams an artifact of the latest run, going on where a connection broke when the storage allows it.
    /// </summary>
    /// <remarks>
    /// The bytes are those that were uploaded, complete and, where the storage knows their hash, verified when the task
    /// ends. It throws before that when they are not, so what was written must not be used then.
    /// </remarks>
    /// <param name="name">The artifact.</param>
    /// <param name="destination">Gets the bytes.</param>
    /// <param name="progress">Bytes so far, now and then.</param>
    /// <returns>Null when the task or the artifact is not there any more; nothing was written then.</returns>
    Task<ArtifactReceipt?> DownloadAsync(
        TaskId task,
        ArtifactName name,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken);

    /// <summary>Uploads an artifact of a run that has not been resolved.</summary>
    /// <param name="upload">What, and of which run.</param>
    /// <param name="openAt">Opens the content from an offset on; called again for every new attempt.</param>
    /// <param name="progress">Bytes sent so far, now and then.</param>
    Task UploadAsync(
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken);
}

/// <summary>What was downloaded.</summary>
/// <param name="Sha256">SHA-256 of the bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsVerified">Whether the storage knew the hash, and it agreed.</param>
public sealed record ArtifactReceipt(Sha256Digest Sha256, long Size, bool IsVerified);

/// <summary>An artifact that is to be uploaded.</summary>
public sealed record ArtifactUpload
{
    public required TaskId Task { get; init; }

    /// <summary>The run of the task, from 0 on.</summary>
    public required int Run { get; init; }

    public required ArtifactName Name { get; init; }

    /// <summary>Such as <c>application/zstd</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>Not after the task's own expiry.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }
}
