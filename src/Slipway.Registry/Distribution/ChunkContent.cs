using System.Net;
using System.Net.Http.Headers;
using Slipway.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Distribution;

/// <summary>A blob, or a part of one, as the body of a request.</summary>
internal sealed class ChunkContent : HttpContent
{
    private const int PieceSize = 128 * 1024;

    private readonly ChunkSource _source;
    private readonly long _offset;
    private readonly long _length;
    private readonly StallTimer _timer;
    private readonly RegistryTimeouts _timeouts;
    private readonly Action<long> _sent;

    /// <param name="source">The blob.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="isPart">Whether there is more of the blob: only then it is said which part this is, because some
    /// registries take nothing that calls itself a part.</param>
    /// <param name="timer">Told of every piece that was taken.</param>
    /// <param name="timeouts">How long a piece and the answer may take.</param>
    /// <param name="sent">Told how far it came.</param>
    public ChunkContent(
        ChunkSource source,
        long offset,
        long length,
        bool isPart,
        StallTimer timer,
        RegistryTimeouts timeouts,
        Action<long> sent)
    {
        (_source, _offset, _length, _timer, _timeouts, _sent) = (source, offset, length, timer, timeouts, sent);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (isPart)
        {
            Headers.TryAddWithoutValidation("Content-Range", $"{offset}-{offset + length - 1}");
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[(int)Math.Min(PieceSize, _length)];
        long done = 0;
        while (done < _length)
        {
            var wanted = piece.AsMemory(0, (int)Math.Min(piece.Length, _length - done));
            await _source.ReadAsync(_offset + done, wanted, cancellationToken);
            await stream.WriteAsync(wanted, cancellationToken);
            done += wanted.Length;
            _timer.Allow(_timeouts.Stall);
            _sent(_offset + done);
        }

        _timer.Allow(_timeouts.Commit);
    }
}
