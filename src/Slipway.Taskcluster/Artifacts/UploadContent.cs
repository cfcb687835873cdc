using System.Net;
using Slipway.Http;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>An artifact as the body of a request, hashed on its way.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int PieceSize = 128 << 10;

    private readonly Func<long, Stream> _openAt;
    private readonly long _size;
    private readonly StallTimer _timer;
    private readonly TimeSpan _patience;
    private readonly ContentHashes _hashes;
    private readonly IProgress<long>? _progress;

    /// <param name="openAt">Opens the content from an offset on.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="timer">Told of every piece that was taken.</param>
    /// <param name="patience">How long a piece, and the answer, may take.</param>
    /// <param name="hashes">Begun anew for each attempt.</param>
    /// <param name="progress">Bytes sent.</param>
    public UploadContent(
        Func<long, Stream> openAt,
        long size,
        StallTimer timer,
        TimeSpan patience,
        ContentHashes hashes,
        IProgress<long>? progress) =>
        (_openAt, _size, _timer, _patience, _hashes, _progress) = (openAt, size, timer, patience, hashes, progress);

    /// <summary>Why the content could not be read, which is not the server's fault.</summary>
    public Exception? ReadFailure { get; private set; }

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
        _hashes.Reset();
        byte[] piece = new byte[PieceSize];
        long sent = 0;
        await using var content = Open();
        while (await ReadAsync(content, piece, cancellationToken) is > 0 and var count)
        {
            _hashes.Append(piece.AsSpan(0, count));
            await stream.WriteAsync(piece.AsMemory(0, count), cancellationToken);
            sent += count;
            _timer.Allow(_patience);
            _progress?.Report(sent);
        }
    }

    private Stream Open()
    {
        try
        {
            return _openAt(0);
        }
        catch (Exception exception)
        {
            ReadFailure = exception;
            throw;
        }
    }

    private async ValueTask<int> ReadAsync(Stream content, byte[] piece, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(piece, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ReadFailure = exception;
            throw;
        }
    }
}
