using System.Net;
using Slipway.Http;
using Slipway.Model.Diagnostics;
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
    UploadRoute route,
    IProgress<long>? progress)
{
    private readonly UploadRequests _requests = new(repository, blob);
    private readonly ReceivedBytes _received = new(repository, blob.Size);
    private Uri? _location;
    private long _chunkSize;
    private long _sent;
    private long _furthestBefore;
    private bool _isInterrupted;

    /// <summary>The most bytes that had arrived at any time.</summary>
    public long Furthest => _received.Furthest;

    /// <summary>
    /// Goes on to the end; after an interruption from where the registry says, and in another way when it is refused.
    /// </summary>
    public async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        var host = await hosts.GetAsync(repository.Registry, cancellationToken);
        if (_isInterrupted && await HasArrivedAsync(host, cancellationToken))
        {
            return;
        }

        // Only what ends in order is known not to be interrupted.
        _isInterrupted = true;
        _furthestBefore = Furthest;
        while (await SendAsync(host, cancellationToken) is { } refusal)
        {
            route.Refuse(refusal);
            _location = null;
        }
    }

    /// <returns>Why the registry does not take it in this way; null when it has it.</returns>
    private async Task<SlipwayException?> SendAsync(RegistryHost host, CancellationToken cancellationToken)
    {
        if (_location is null)
        {
            await StartAsync(host, cancellationToken);
        }

        if (route.Way == UploadWay.Whole)
        {
            return await CommitAsync(host, Part(0, blob.Size), cancellationToken);
        }

        while (_received.Position < blob.Size)
        {
            if (await SendPartAsync(host, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return await CommitAsync(host, null, cancellationToken);
    }

    private async Task StartAsync(RegistryHost host, CancellationToken cancellationToken)
    {
        using var answer = await host.ExpectAsync(_requests.Start(host), UploadRequests.Taken, cancellationToken);
        _location = host.Location(answer);
        _received.Restart();
        _sent = 0;
        long asked = answer.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values)
            && long.TryParse(values.First(), out long minimum) ? minimum : 0;
        _chunkSize = Math.Clamp(asked, settings.ChunkSize, RegistryLimits.Chunk);
    }

    private async Task<SlipwayException?> SendPartAsync(RegistryHost host, CancellationToken cancellationToken)
    {
        long rest = blob.Size - _received.Position;
        long length = route.Way == UploadWay.Stream ? rest : Math.Min(_chunkSize, rest);
        var call = _requests.Patch(_location!) with { Content = Part(_received.Position, length) };
        using var answer = await host.SendAsync(call, cancellationToken);
        if (UploadRequests.Taken.Contains(answer.StatusCode))
        {
            _location = answer.Headers.Location is null ? _location : host.Location(answer);
            _received.Advance(ReceivedRange.Of(answer), length);
            return null;
        }

        if (_received.Position > 0 && answer.StatusCode == HttpStatusCode.NotFound)
        {
            _location = null;
            throw Interrupted("the registry has forgotten what had arrived");
        }

        if (_received.Position > 0 && answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw Interrupted("the registry expects another part of it");
        }

        return await RefusalAsync(host, call, answer, cancellationToken);
    }

    private async Task<SlipwayException?> CommitAsync(
        RegistryHost host, Func<StallTimer, HttpContent>? content, CancellationToken cancellationToken)
    {
        var call = _requests.Put(_location!) with { Content = content, Patience = settings.Timeouts.Commit };
        using var answer = await host.SendAsync(call, cancellationToken);
        if (UploadRequests.Taken.Contains(answer.StatusCode))
        {
            return ContentDigest.Of(answer) is { } stored && stored != blob.Digest
                ? throw RegistryFailures.Mismatch(
                    host.Name, $"a blob that was sent to {repository}", $"it stored {stored.ToOciString()}")
                : null;
        }

        if (content is not null)
        {
            return await RefusalAsync(host, call, answer, cancellationToken);
        }

        switch (answer.StatusCode)
        {
            case HttpStatusCode.NotFound:
                throw Interrupted("the registry has forgotten what had arrived");
            case HttpStatusCode.BadRequest or HttpStatusCode.RequestedRangeNotSatisfiable when _received.WasResumed:
                // What was put together from several attempts is not what it should be: once more, from the start.
                _location = null;
                throw Interrupted("the registry has put it together wrongly");
            case HttpStatusCode.BadRequest or HttpStatusCode.RequestedRangeNotSatisfiable when _received.IsGuessed:
                return await host.FailureAsync(call, answer, cancellationToken);
            default:
                throw await host.FailureAsync(call, answer, cancellationToken);
        }
    }

    /// <summary>Asks how much there is; makes ready for a new upload when nothing is to be had.</summary>
    /// <returns>Whether all of it is there already: the answer to the last request may have been lost.</returns>
    private async Task<bool> HasArrivedAsync(RegistryHost host, CancellationToken cancellationToken)
    {
        if (Furthest == _furthestBefore)
        {
            route.Turn();
        }

        if (_location is null)
        {
            return false;
        }

        using (var answer = await host.SendAsync(_requests.Ask(_location), cancellationToken))
        {
            if (UploadRequests.Taken.Contains(answer.StatusCode)
                && ReceivedRange.Of(answer) is { } received
                && received <= blob.Size
                && (received == 0 || route.TakeChunks()))
            {
                _location = answer.Headers.Location is null ? _location : host.Location(answer);
                _received.Resume(received);
                return false;
            }
        }

        _location = null;
        if (_sent < blob.Size)
        {
            return false;
        }

        using var found = await host.SendAsync(_requests.Find(host), cancellationToken);
        return found.StatusCode == HttpStatusCode.OK;
    }

    private Func<StallTimer, HttpContent> Part(long offset, long length) => timer => new ChunkContent(
        source,
        offset,
        length,
        isPart: length < blob.Size,
        timer,
        settings.Timeouts,
        sent =>
        {
            _sent = sent;
            progress?.Report(sent);
        });

    private async Task<SlipwayException> RefusalAsync(
        RegistryHost host, RegistryCall call, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var failure = await host.FailureAsync(call, answer, cancellationToken);
        return UploadRoute.IsRefusal(route.Way, answer.StatusCode) ? failure : throw failure;
    }

    private TransientException Interrupted(string why) => new(BlobUpload.Failed(repository.Registry, repository, why));
}
