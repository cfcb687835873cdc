using System.Net;
using Slipway.Http;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Hosts;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Distribution;

/// <summary>One blob on its way: where it is being sent, and how much of it has arrived.</summary>
internal sealed class UploadSession(
    RegistryHosts hosts,
    RegistrySettings settings,
    RepositoryName repository,
    OciDescriptor blob,
    ChunkSource source,
    IProgress<long>? progress)
{
    private readonly string _what = $"send a blob to {repository}";
    private Uri? _location;
    private long _position;
    private long _chunkSize;
    private bool _isInterrupted;
    private bool _wasResumed;
    private int _shortChunks;

    /// <summary>The most bytes that had arrived at any time.</summary>
    public long Furthest { get; private set; }

    /// <summary>Goes on to the end; after an interruption from where the registry says.</summary>
    public async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        var host = await hosts.GetAsync(repository.Registry, cancellationToken);
        if (_isInterrupted && await HasArrivedAsync(host, cancellationToken))
        {
            return;
        }

        // Only what ends in order is known not to be interrupted.
        _isInterrupted = true;
        if (_location is null)
        {
            await StartAsync(host, cancellationToken);
        }

        while (_position < blob.Size)
        {
            await SendChunkAsync(host, cancellationToken);
        }

        await CommitAsync(host, cancellationToken);
    }

    private async Task StartAsync(RegistryHost host, CancellationToken cancellationToken)
    {
        var call = Call(HttpMethod.Post, host.At($"{repository.Path}/blobs/uploads/"));
        using var answer = await host.ExpectAsync(call, [HttpStatusCode.Accepted], cancellationToken);
        _position = 0;
        _location = host.Location(answer);
        long asked = answer.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values)
            && long.TryParse(values.First(), out long minimum) ? minimum : 0;
        _chunkSize = Math.Clamp(asked, settings.ChunkSize, RegistryLimits.Chunk);
    }

    private async Task SendChunkAsync(RegistryHost host, CancellationToken cancellationToken)
    {
        long length = Math.Min(_chunkSize, blob.Size - _position);
        var call = Call(HttpMethod.Patch, _location!) with
        {
            Content = timer => new ChunkContent(
                source, _position, length, timer, settings.Timeouts, sent => progress?.Report(sent)),
        };
        using var answer = await host.SendAsync(call, cancellationToken);
        switch (answer.StatusCode)
        {
            // 204 is not in the specification, and registries say it.
            case HttpStatusCode.Accepted or HttpStatusCode.NoContent:
                _location = host.Location(answer);
                Advance(
                    ReceivedRange.Of(answer) is > 0 and var received ? received : _position + length,
                    _position + length);
                break;
            case HttpStatusCode.NotFound:
                _location = null;
                throw Interrupted("the registry has forgotten what had arrived");
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                throw Interrupted("the registry expects another part of it");
            default:
                throw await host.FailureAsync(call, answer, cancellationToken);
        }
    }

    private async Task CommitAsync(RegistryHost host, CancellationToken cancellationToken)
    {
        string location = _location!.AbsoluteUri;
        string digest = Uri.EscapeDataString(blob.Digest.ToOciString());
        var call = Call(
            HttpMethod.Put,
            new Uri($"{location}{(location.Contains('?', StringComparison.Ordinal) ? '&' : '?')}digest={digest}")) with
        {
            Patience = settings.Timeouts.Commit,
        };
        using var answer = await host.SendAsync(call, cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.Created or HttpStatusCode.NoContent:
                if (ContentDigest.Of(answer) is { } stored && stored != blob.Digest)
                {
                    throw RegistryFailures.Mismatch(
                        host.Name, $"a blob that was sent to {repository}", $"it stored {stored.ToOciString()}");
                }

                break;
            case HttpStatusCode.NotFound:
                throw Interrupted("the registry has forgotten what had arrived");
            case HttpStatusCode.BadRequest when _wasResumed:
                // What was put together from several attempts is not what it should be: once more, in one piece.
                (_location, _wasResumed) = (null, false);
                throw Interrupted("the registry has put it together wrongly");
            default:
                throw await host.FailureAsync(call, answer, cancellationToken);
        }
    }

    /// <summary>Asks how much there is; makes ready for a new upload when nothing is to be had.</summary>
    /// <returns>Whether all of it is there already: the answer to the last request may have been lost.</returns>
    private async Task<bool> HasArrivedAsync(RegistryHost host, CancellationToken cancellationToken)
    {
        if (_location is null)
        {
            return false;
        }

        bool wasWhole = _position == blob.Size;
        using (var answer = await host.SendAsync(Call(HttpMethod.Get, _location), cancellationToken))
        {
            if (answer.StatusCode == HttpStatusCode.NoContent
                && ReceivedRange.Of(answer) is { } received
                && received <= blob.Size)
            {
                _location = answer.Headers.Location is null ? _location : host.Location(answer);
                _wasResumed = true;
                Reach(received);
                return false;
            }
        }

        _location = null;
        if (!wasWhole)
        {
            return false;
        }

        var call = Call(HttpMethod.Head, host.At($"{repository.Path}/blobs/{blob.Digest.ToOciString()}"));
        using var found = await host.SendAsync(call, cancellationToken);
        return found.StatusCode == HttpStatusCode.OK;
    }

    private void Advance(long received, long expected)
    {
        if (received <= _position || received > expected)
        {
            throw BlobUpload.Failed(
                repository.Registry, repository, $"of {expected} bytes the registry says to have {received}");
        }

        _shortChunks = received < expected ? _shortChunks + 1 : 0;
        if (_shortChunks > RegistryLimits.ShortChunks)
        {
            throw BlobUpload.Failed(
                repository.Registry,
                repository,
                $"{_shortChunks} times in a row the registry took only a part of what was sent");
        }

        Reach(received);
    }

    private void Reach(long position)
    {
        _position = position;
        Furthest = Math.Max(Furthest, position);
    }

    private TransientException Interrupted(string why) => new(BlobUpload.Failed(repository.Registry, repository, why));

    private RegistryCall Call(HttpMethod method, Uri address) =>
        new(method, address, [Scope.Push(repository.Path)], _what);
}
