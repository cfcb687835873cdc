using System.Security.Cryptography;
using Slipway.Core.Digests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Digests;

/// <summary>The hashes of contexts as tar archives, by which a task checks that it got the right one.</summary>
public sealed class ContextTars(ISourceTree tree)
{
    /// <returns>SHA-256 of the uncompressed archive of each image, as <c>slipway context</c> writes it.</returns>
    /// <exception cref="SlipwayException">A file changed since it was hashed.</exception>
    public async Task<IReadOnlyDictionary<ImageName, Sha256Digest>> HashAsync(
        IEnumerable<ImageName> images,
        IReadOnlyDictionary<ImageName, ImageInputs> inputs,
        CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<ImageName, Sha256Digest>();
        foreach (var image in images)
        {
            // The taskgraph scheme knows it already: it is a part of the digest there.
            hashes[image] = inputs[image].ContextHash ?? await HashAsync(inputs[image], cancellationToken);
        }

        return hashes;
    }

    private async Task<Sha256Digest> HashAsync(ImageInputs inputs, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        await using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            await new ContextArchive(tree).WriteAsync(inputs, stream, cancellationToken);
        }

        return new Sha256Digest(hash.Hash!);
    }
}
