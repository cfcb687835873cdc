using System.Runtime.ExceptionServices;

namespace Slipway.Registry.Distribution;

/// <summary>
/// The content of an upload, read on from where it is as long as that is the right place, else opened anew.
/// </summary>
/// <param name="openAt">Opens it from an offset on.</param>
internal sealed class ChunkSource(Func<long, Stream> openAt) : IAsyncDisposable
{
    private Stream? _stream;
    private long _position;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Fills a buffer with the bytes from an offset on.</summary>
    public async Task ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            if (_stream is null || _position != offset)
            {
                await DisposeAsync();
                _stream = openAt(offset);
                _position = offset;
            }

            await _stream.ReadExactlyAsync(buffer, cancellationToken);
            _position += buffer.Length;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    /// <summary>Throws what reading threw: to the connection it looks like a failure of its own.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
            _stream = null;
        }
    }
}
