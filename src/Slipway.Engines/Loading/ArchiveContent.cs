using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using Slipway.Processes;

namespace Slipway.Engines.Loading;

/// <summary>The body of a load request: an archive that is written straight into the connection.</summary>
internal sealed class ArchiveContent : HttpContent
{
    private readonly Func<Stream, CancellationToken, Task> _write;
    private ExceptionDispatchInfo? _failure;

    public ArchiveContent(Func<Stream, CancellationToken, Task> write)
    {
        _write = write;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
    }

    public long BytesSent { get; private set; }

    /// <summary>Raises what the writer raised; not what it met because the engine had stopped reading.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var outbound = new OutboundStream(stream);
        try
        {
            await _write(outbound, cancellationToken);
        }
        catch (Exception exception) when (!outbound.IsBroken)
        {
            // Raised here it ends the connection before the body's end, so that the engine keeps nothing.
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
        finally
        {
            BytesSent = outbound.BytesWritten;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
