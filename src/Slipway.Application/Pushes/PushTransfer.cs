namespace Slipway.Application.Pushes;

/// <summary>How the layers and the config of an image came into the registry.</summary>
/// <param name="Present">How many were there.</param>
/// <param name="Mounted">How many the registry took from another repository.</param>
/// <param name="Sent">How many were sent.</param>
/// <param name="BytesSent">Bytes of those.</param>
public sealed record PushTransfer(int Present, int Mounted, int Sent, long BytesSent)
{
    public static readonly PushTransfer None = new(0, 0, 0, 0);

    public PushTransfer With(BlobPlacement placement, long size) => placement switch
    {
        BlobPlacement.Present => this with { Present = Present + 1 },
        BlobPlacement.Mounted => this with { Mounted = Mounted + 1 },
        _ => this with { Sent = Sent + 1, BytesSent = BytesSent + size },
    };
}
