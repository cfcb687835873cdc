using System.Net;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Slipway.Http;
using Slipway.Taskcluster.Objects;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>The content of an artifact as the body of one request, hashed on the way.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int PieceSize = 128 * 1024;

    private readonly Func<long, Stream> _openAt;
    private readonly long _size;
    private readonly string _artifact;
    private readonly StallTimer _timer;
    private readonly TaskclusterTimeouts _timeouts;
    private readonly IProgress<long>? _progress;
    private ExceptionDispatchInfo? _failure;

    /// <param name="openAt">Opens the content from an offset on.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="artifact">For people.</param>
    /// <param name="timer">Told of every piece that was taken.</param>
    /// <param name="timeouts">How long a piece and the answer may take.</param>
    /// <param name="progress">Told how far it came.</param>
    public UploadContent(
        Func<long, Stream> openAt,
        long size,
        string artifact,
        StallTimer timer,
        TaskclusterTimeouts timeouts,
        IProgress<long>? progress) =>
        (_openAt, _size, _artifact, _timer, _timeouts, _progress) = (openAt, size, artifact, timer, timeouts, progress);

    /// <summary>For people.</summary>
    public string Artifact => _artifact;

    /// <summary>Of what was sent; null when it was not sent to its end.</summary>
    public ContentHashes? Hashes { get; private set; }

    /// <summary>Throws what reading threw: to the connection it looks like a failure of its own.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    protected override bool TryComputeLength(out long length)
    {
        length = _size;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        await using var source = Read(() => _openAt(0));
        byte[] piece = new byte[PieceSize];
        long done = 0;
        while (await ReadAsync(source, piece, done, cancellationToken) is > 0 and var count)
        {
            var read = piece.AsMemory(0, count);
            sha256.AppendData(read.Span);
            sha512.AppendData(read.Span);
            await stream.WriteAsync(read, cancellationToken);
            done += count;
            _timer.Allow(_timeouts.Stall);
            _progress?.Report(done);
        }

        _timer.Allow(_timeouts.Commit);
        Hashes = ContentHashes.Finish(sha256, sha512);
    }

    private async Task<int> ReadAsync(Stream source, byte[] piece, long done, CancellationToken cancellationToken)
    {
        try
        {
            int count = await source.ReadAsync(piece, cancellationToken);
            return done + count > _size || (count == 0 && done < _size)
                ? throw ArtifactFailures.ContentChanged(_artifact, $"it does not have {_size} bytes any more")
                : count;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }
}
