using Slipway.Application.Published;
using Slipway.Application.Signing;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Trust.Codes;

namespace Slipway.Application.Statements;

/// <summary>Signs what was built before.</summary>
internal sealed class ImageAttester(WorkspaceParts parts)
{
    /// <summary>Signs an image of the store, or of a registry when this store built it.</summary>
    /// <param name="what">What a person named.</param>
    /// <param name="request">With which key, and as whom.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">There is no such image, it was not built here, or signing failed.</exception>
    public async Task<AttestedImage> AttestAsync(
        string what, SigningRequest request, CancellationToken cancellationToken)
    {
        var signer = await BuildSigner.FindAsync(parts, request, cancellationToken);
        var subjects = new ImageSubjects(parts, isFetched: true);
        if (ImageSubjects.ReferenceOf(what) is not { } reference)
        {
            var image = await subjects.FindAsync(what, cancellationToken);
            var made = await signer.SignAsync(image, subjects.Found?.Digest, cancellationToken);
            return new AttestedImage(what, image.ImageHash.Sha256, made.Statement, made.IsNew, made.IsLaid);
        }

        var manifest = await subjects.FindAsync(reference, cancellationToken);
        var published = await new PublishedImageReader(parts.Registry).FindAsync(
            reference with { Tag = null, RepoDigest = manifest.RepoDigest }, parts.Config.Platform, cancellationToken);
        if (OciMediaTypes.IsIndex(manifest.Descriptor.MediaType)
            || published is null
            || await parts.Store.Images.FindAsync(published.ImageHash, cancellationToken) is not { } own)
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.NothingToSign,
                $"What {reference} leads to is no image of this store",
                "Sign on the machine that built and published it."));
        }

        // The config is this store's; that says nothing of what else the manifest names.
        await new PublishedLayers(parts.Registry, parts.Feedback, MachineLimits.Expansion())
            .ProveAsync(reference, published, cancellationToken);
        var signed = await signer.AttestPublishedAsync(reference, published, manifest, own, cancellationToken);
        return new AttestedImage(
            reference.ToString(), manifest.Descriptor.Digest, signed.Statement, signed.IsNew, signed.IsLaid);
    }
}

/// <summary>An image about which there is a statement now.</summary>
/// <param name="Name">What a person called it.</param>
/// <param name="Digest">SHA-256 of its config in the store, of its manifest in a registry.</param>
/// <param name="Statement">The bytes of the bundle.</param>
/// <param name="IsNew">Whether it was signed now; else it was, and the statement says the same.</param>
/// <param name="IsLaid">Whether a statement was missing beside the image in a registry, and was put there.</param>
public sealed record AttestedImage(
    string Name, Sha256Digest Digest, ReadOnlyMemory<byte> Statement, bool IsNew, bool IsLaid);
