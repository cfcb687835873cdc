using Slipway.Http;
using Slipway.Model.Streams;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>The body of an answer as it arrives, counted.</summary>
/// <remarks>What its reading throws is explained already, so that what unpacks it does not have to.</remarks>
internal sealed class ReceivedBody(TaskclusterTransport transport, HttpResponseMessage answer, Stream body, string what) : ForwardStream
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
