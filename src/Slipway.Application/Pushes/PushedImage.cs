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
    Sha256Digest ImageHash,
    Sha256Digest RepoDigest,
    PushTransfer Transfer,
    RegistryManifest? Manifest)
{
    public ImageName Name => Planned.Candidate.Name;
}
