using Slipway.Core.Builds;
using Slipway.Core.Digests;
using Slipway.Core.Explaining;
using Slipway.Core.Storage;
using Slipway.Core.Values;

namespace Slipway.Execution.Explaining;

/// <summary>Gives the inputs of digests: those that were just computed, and those that the store keeps of builds.</summary>
public sealed class ManifestSource(IImageStore store, IBuildRecords builds)
{
    private readonly Dictionary<Sha256Digest, ReadOnlyMemory<byte>> _computed = [];
    private readonly Dictionary<Sha256Digest, BuildInputs?> _parsed = [];

    /// <summary>Adds inputs that were computed from a tree.</summary>
    public ManifestSource Add(IEnumerable<ImageInputs> computed)
    {
        foreach (var inputs in computed)
        {
            _computed[inputs.Digest] = inputs.Manifest;
        }

        return this;
    }

    /// <summary>The inputs of a digest; null when they are not to be had.</summary>
    /// <exception cref="Core.Diagnostics.SlipwayException">They are damaged, or of a newer version.</exception>
    public async Task<BuildInputs?> FindAsync(Sha256Digest digest, CancellationToken cancellationToken)
    {
        if (!_parsed.TryGetValue(digest, out var inputs))
        {
            inputs = await BytesAsync(digest, cancellationToken) is { } manifest ? BuildInputs.Parse(manifest.Span) : null;
            _parsed[digest] = inputs;
        }

        return inputs;
    }

    private async Task<ReadOnlyMemory<byte>?> BytesAsync(Sha256Digest digest, CancellationToken cancellationToken)
    {
        if (_computed.TryGetValue(digest, out var computed))
        {
            return computed;
        }

        // In Slipway's own scheme the digest is that of the manifest; in the other one the build's record leads to it.
        if (await store.GetBlobAsync(digest, cancellationToken) is { } own)
        {
            return own;
        }

        var records = await builds.ListByDigestAsync(digest.ToString(), 1, cancellationToken);
        return records is [var record] && record.InputsManifest != digest
            ? await store.GetBlobAsync(record.InputsManifest, cancellationToken)
            : null;
    }
}
