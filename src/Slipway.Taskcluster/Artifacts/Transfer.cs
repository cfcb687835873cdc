using System.Net;
using System.Net.Http.Headers;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tasks;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>A download on its way: how far it came, and whether it may go on there.</summary>
/// <param name="destination">Gets the bytes.</param>
/// <param name="progress">Bytes so far.</param>
/// <param name="what">For people: the artifact.</param>
internal sealed class Transfer(Stream destination, IProgress<long>? progress, string what) : IDisposable
{
    // Of what is stored, and when that is compressed of what it decodes to.
    private readonly ContentHashes _stored = new();
    private ContentHashes? _decoded;

    private EntityTagHeaderValue? _tag;
    private long? _size;
    private long _skip;

    public string What { get; } = what;

    /// <summary>Bytes that the destination has.</summary>
    public long Position { get; private set; }

    /// <summary>Whether all bytes have come, and only the end of the answer did not.</summary>
    public bool IsWhole => _size == Position;

    /// <summary>Asks for what is left, provided that it is still the same.</summary>
    public void AskFor(HttpRequestMessage request)
    {
        if (Position == 0 || _decoded is not null)
        {
            return;
        }

        request.Headers.Range = new RangeHeaderValue(Position, null);
        if (_tag is { IsWeak: false } tag)
        {
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }
    }

    /// <summary>Looks at an answer before its body: it is the rest, or everything once more.</summary>
    public void Begin(HttpResponseMessage answer)
    {
        var headers = answer.Content.Headers;
        bool isRest = answer.StatusCode == HttpStatusCode.PartialContent;
        long? size = isRest ? headers.ContentRange?.Length : headers.ContentLength;
        if ((isRest && headers.ContentRange?.From != Position)
            || (Position > 0 && ((size is not null && size != _size) || !Equals(answer.Headers.ETag, _tag))))
        {
            throw Broken("it is no longer what was begun");
        }

        _tag ??= answer.Headers.ETag;
        _size ??= size;
        // A server may send everything instead of the rest.
        _skip = isRest ? 0 : Position;
    }

    public void BeginCompressed()
    {
        if (Position > 0)
        {
            if (!destination.CanSeek)
            {
                throw Broken("the connection broke, and what is stored compressed cannot be resumed");
            }

            destination.SetLength(0);
            Position = 0;
        }

        _stored.Reset();
        _decoded ??= new ContentHashes();
        _decoded.Reset();
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        int known = (int)Math.Min(_skip, bytes.Length);
        _skip -= known;
        var fresh = bytes[known..];
        _stored.Append(fresh.Span);
        await PassAsync(fresh, cancellationToken);
    }

    public void Hash(ReadOnlySpan<byte> stored) => _stored.Append(stored);

    public ValueTask WriteDecodedAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _decoded!.Append(bytes.Span);
        return PassAsync(bytes, cancellationToken);
    }

    /// <exception cref="SlipwayException">It is not what the storage says.</exception>
    public ArtifactReceipt Finish(IReadOnlyDictionary<string, string> known)
    {
        if (_decoded is null && _size is { } size && size != Position)
        {
            throw Broken($"{Position} of {size} bytes came");
        }

        _stored.Finish();
        _decoded?.Finish();
        return new ArtifactReceipt((_decoded ?? _stored).Sha256, Position, _stored.Verify(known, What));
    }

    public void Dispose()
    {
        _stored.Dispose();
        _decoded?.Dispose();
    }

    private async ValueTask PassAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(bytes, cancellationToken);
        Position += bytes.Length;
        progress?.Report(Position);
    }

    private SlipwayException Broken(string why) => new(new Diagnostic(
        TaskclusterCodes.DownloadBroken, $"{What} cannot be downloaded to its end: {why}", "Try again."));
}
