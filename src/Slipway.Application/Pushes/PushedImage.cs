using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Review.Publishing;

namespace Slipway.Application.Pushes;

/// <summary>A published image, with its three hashes.</summary>
/// <param name="Planned">What the plan said.</param>
/// <param name="ImageHash">The image ID: what trust lists name.</param>
/// <param name="RepoDigest">SHA-256 of the manifest in the registry: what <c>HASH</c> pins.</param>
/// <param name="Transfer">What was sent; nothing for a version that was there.</param>
/// <param name="Manifest">The manifest that was sent; null for a version that was there.</param>
public sealed record PushedImage(
    PlannedPush Planned,
    ImageHash ImageHash,
    RepoDigest RepoDigest,
    PushTransfer Transfer,
    RegistryManifest? Manifest)
{
    public ImageName Name => Planned.Candidate.Name;
}

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
