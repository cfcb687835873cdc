using System.Net;
using Slipway.Http;
using Slipway.Model.Streams;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>
/// Reads artifacts: every attempt asks anew where they are, because addresses are good for a minute only.
/// </summary>
/// <remarks>
/// https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/object/schemas/v1/download-method-geturl.yml.
/// </remarks>
internal sealed class ArtifactDownload(
    ArtifactLocator locator, Storage storage, TaskclusterTransport transport, Retries retries, ExpansionLimit limit)
{
    private const int BufferSize = 128 * 1024;

    /// <returns>Null when there is no such artifact; the sink got nothing then.</returns>
    public async Task<ArtifactReceipt?> RunAsync(
        TaskId task,
        ArtifactName name,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        string artifact = $"The artifact {name} of the task {task}";
        string what = $"read the artifact {name} of the task {task}";
        using var state = new DownloadState(artifact, sink, progress);
        return await retries.ResumeAsync(
            async token =>
            {
                var place = await locator.FindAsync(task, name, what, token);
                using var answer = place is null ? null : await AskAsync(place, state, artifact, what, token);
                if (answer is null)
                {
                    return state.HasBegun ? throw ArtifactFailures.Changed(artifact) : (ArtifactReceipt?)null;
                }

                await ReceiveAsync(answer, state, artifact, what, token);
                return state.Finish();
            },
            () => state.Position,
            size: 0,
            cancellationToken);
    }

    /// <returns>An answer whose body is the content, or what is missing of it; null when there is none.</returns>
    private async Task<HttpResponseMessage?> AskAsync(
        ArtifactPlace place, DownloadState state, string artifact, string what, CancellationToken cancellationToken)
    {
        var point = state.Point;
        var answer = await storage.GetAsync(place.Address, point, what, cancellationToken);
        try
        {
            switch (answer.StatusCode)
            {
                case HttpStatusCode.OK:
                    state.BeginAtStart(StrongTag(answer), place.Hashes);
                    return answer;
                case HttpStatusCode.PartialContent when point is not null && IsRest(answer, point):
                    state.BeginAtPoint();
                    return answer;
                case HttpStatusCode.PartialContent
                or HttpStatusCode.RequestedRangeNotSatisfiable when point is not null:
                    state.ForgetPoint();
                    throw new TransientException(ArtifactFailures.Incomplete(
                        artifact, $"the storage does not go on at byte {point.Position}"));
                case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                    throw state.HasBegun ? ArtifactFailures.Changed(artifact) : ArtifactFailures.Lacking(artifact);
                default:
                    throw await storage.FailureAsync(answer, what, cancellationToken);
            }
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task ReceiveAsync(
        HttpResponseMessage answer,
        DownloadState state,
        string artifact,
        string what,
        CancellationToken cancellationToken)
    {
        await using var stream = await transport.OpenAsync(answer, what, cancellationToken);
        await using var body = new ReceivedBody(transport, answer, stream, what);
        byte[] buffer = new byte[BufferSize];
        if (IsPacked(answer, artifact))
        {
            var expansion = new Expansion(limit, allowed => ArtifactFailures.Expands(artifact, allowed));
            await using var unpacked = new GzipBody(expansion.Taking(body));
            await CopyAsync(
                token => UnpackAsync(unpacked, expansion, buffer, artifact, token), buffer, state, cancellationToken);
        }
        else
        {
            await CopyAsync(token => body.ReadAsync(buffer, token).AsTask(), buffer, state, cancellationToken);
        }

        if (answer.Content.Headers.ContentLength is { } promised && promised != body.Received)
        {
            throw new TransientException(ArtifactFailures.Incomplete(
                artifact, $"{body.Received} bytes came of {promised}"));
        }
    }

    private static async Task CopyAsync(
        Func<CancellationToken, Task<int>> read,
        byte[] buffer,
        DownloadState state,
        CancellationToken cancellationToken)
    {
        while (await read(cancellationToken) is > 0 and var count)
        {
            await state.AcceptAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private static async Task<int> UnpackAsync(
        GzipBody unpacked, Expansion expansion, byte[] buffer, string artifact, CancellationToken cancellationToken)
    {
        try
        {
            int count = await unpacked.ReadAsync(buffer, cancellationToken);
            expansion.Give(count);
            return count;
        }
        catch (InvalidDataException exception)
        {
            throw ArtifactFailures.Incomplete(artifact, $"it cannot be unpacked ({exception.Message.TrimEnd('.')})");
        }
    }

    private static bool IsPacked(HttpResponseMessage answer, string artifact)
    {
        string[] encodings = [.. answer.Content.Headers.ContentEncoding.Where(encoding => encoding is not "identity")];
        return encodings switch
        {
            [] => false,
            ["gzip" or "x-gzip"] => true,
            _ => throw ArtifactFailures.UnknownEncoding(artifact, string.Join(", ", encodings)),
        };
    }

    private static string? StrongTag(HttpResponseMessage answer) =>
        answer.Headers.ETag is { IsWeak: false } tag
        && answer.Content.Headers.ContentEncoding.All(encoding => encoding is "identity")
            ? tag.Tag
            : null;

    private static bool IsRest(HttpResponseMessage answer, ResumePoint point) =>
        answer.Content.Headers.ContentRange is { } range
        && range.From == point.Position
        && (range.To is null || range.Length is null || range.To == range.Length - 1)
        && (answer.Headers.ETag is null || answer.Headers.ETag.Tag == point.Tag)
        && answer.Content.Headers.ContentEncoding.All(encoding => encoding is "identity");
}

/// <summary>The body of an answer as it arrives, counted.</summary>
/// <remarks>What its reading throws is explained already, so that what unpacks it does not have to.</remarks>
internal sealed class ReceivedBody(
    TaskclusterTransport transport, HttpResponseMessage answer, Stream body, string what) : ForwardStream
{
    private readonly Pace _pace = transport.NewPace();

    /// <summary>Bytes that have arrived.</summary>
    public long Received { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await transport.ReadPieceAsync(answer, body, buffer, _pace, what, cancellationToken);
        Received += read;
        return read;
    }
}
