using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>
/// Gives the inputs of digests: those that were just computed, and those that the store keeps of builds.
/// </summary>
/// <param name="store">Keeps the manifests.</param>
/// <param name="builds">Lead from a digest to its manifest where the one is not that of the other.</param>
/// <param name="dialect">That of the digests. Where they are hashes of manifests, a manifest under another digest is
/// none of its inputs.</param>
/// <param name="elsewhere">Asks for those of what others built; null where nothing is shared.</param>
public sealed class ManifestSource(
    IImageStore store,
    IBuildRecords builds,
    Dialect dialect,
    Func<InputsDigest, CancellationToken, Task<byte[]?>>? elsewhere = null)
{
    private readonly Dictionary<InputsDigest, ImageInputs> _computed = [];
    private readonly Dictionary<InputsDigest, BuildInputs?> _parsed = [];

    /// <summary>Adds inputs that were computed from a tree.</summary>
    public ManifestSource Add(IEnumerable<ImageInputs> computed)
    {
        foreach (var inputs in computed)
        {
            _computed[inputs.Digest] = inputs;
        }

        return this;
    }

    /// <summary>The inputs of a digest; null when they are not to be had.</summary>
    /// <exception cref="SlipwayException">They are damaged, or of a newer version.</exception>
    public async Task<BuildInputs?> FindAsync(InputsDigest digest, CancellationToken cancellationToken)
    {
        if (!_parsed.TryGetValue(digest, out var inputs))
        {
            inputs = _computed.TryGetValue(digest, out var computed) ? BuildInputs.Parse(computed.WriteManifest())
                : await StoredAsync(digest, cancellationToken) is { } stored ? BuildInputs.Parse(stored)
                : await SharedAsync(digest, cancellationToken) is { } shared ? BuildInputs.Parse(shared)
                : null;
            _parsed[digest] = inputs;
        }

        return inputs;
    }

    // Where the digest is that of the manifest, nobody can pass another one off as it.
    private async Task<byte[]?> SharedAsync(InputsDigest digest, CancellationToken cancellationToken) =>
        elsewhere is not null
        && await elsewhere(digest, cancellationToken) is { } manifest
        && (dialect.DigestLines is not null || InputsDigest.Of(manifest) == digest)
            ? manifest
            : null;

    private async Task<byte[]?> StoredAsync(InputsDigest digest, CancellationToken cancellationToken)
    {
        // The digest may be that of the manifest; where it is not, the build's record leads to it.
        if (await store.GetBlobAsync(digest.Sha256, cancellationToken) is { } own)
        {
            return own;
        }

        if (dialect.DigestLines is null)
        {
            return null;
        }

        var records = await builds.ListByDigestAsync(digest.ToString(), 1, cancellationToken);
        return records is [var record] && record.InputsManifest != digest.Sha256
            ? await store.GetBlobAsync(record.InputsManifest, cancellationToken)
            : null;
    }
}
