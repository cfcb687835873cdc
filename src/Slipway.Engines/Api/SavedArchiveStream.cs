using System.Text;
using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Model.Values;

namespace Slipway.Engines.Api;

/// <summary>An image's archive on its way out of the engine, which may not end before its end.</summary>
/// <remarks>
/// HTTP tells a connection that broke. But an engine that fails in the middle of an export appends its error as JSON to
/// what it has sent and ends the answer in good order (moby, <c>api/server/router/image/image_routes.go</c>), and
/// readers of tar take any end for the end. So the two empty blocks that end a tar must be there.
/// </remarks>
internal sealed class SavedArchiveStream(Stream inner, ImageHash image, EngineEndpoint endpoint) : ForwardStream
{
    private const int EndOfArchive = 2 * 512;

    private readonly byte[] _tail = new byte[EndOfArchive];
    private long _read;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            int read = inner.Read(buffer);
            Note(buffer[..read], buffer.Length);
            return read;
        }
        catch (Exception exception) when (ApiErrors.IsConnectionFailure(exception))
        {
            throw ApiErrors.Lost(endpoint, $"save the image {image.Short}", exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int read = await inner.ReadAsync(buffer, cancellationToken);
            Note(buffer.Span[..read], buffer.Length);
            return read;
        }
        catch (Exception exception) when (ApiErrors.IsConnectionFailure(exception))
        {
            throw ApiErrors.Lost(endpoint, $"save the image {image.Short}", exception);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Note(ReadOnlySpan<byte> read, int asked)
    {
        _read += read.Length;
        if (read.Length >= EndOfArchive)
        {
            read[^EndOfArchive..].CopyTo(_tail);
        }
        else if (read.Length > 0)
        {
            _tail.AsSpan(read.Length).CopyTo(_tail);
            read.CopyTo(_tail.AsSpan(EndOfArchive - read.Length));
        }
        else if (asked > 0 && (_read < EndOfArchive || _tail.AsSpan().ContainsAnyExcept((byte)0)))
        {
            throw Truncated();
        }
    }

    private SlipwayException Truncated()
    {
        string text = Encoding.UTF8.GetString(_tail);
        int start = text.LastIndexOf("{\"errorDetail\"", StringComparison.Ordinal);
        string? said = start < 0 ? null : EngineAnswer.FindError(Encoding.UTF8.GetBytes(text[start..]));
        return new SlipwayException(new Diagnostic(
            EngineCodes.SaveTruncated,
            $"The archive of the image {image.Short} ended too early, after {_read} bytes"
            + (said is null ? string.Empty : $": {said}"),
            "Look at the engine's log (a full disk is the usual cause), then run the command again"));
    }
}
