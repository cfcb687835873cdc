using System.Collections.Immutable;
using Slipway.Core.Contexts;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Everything that determines one image, hashed.</summary>
/// <param name="Context">The build context.</param>
/// <param name="Manifest">The bytes of the inputs manifest: RFC 8785 JSON, schema <c>slipway.inputs/v1</c>.</param>
/// <param name="FileHashes">SHA-256 of each file of the context, in its order; null for links.</param>
/// <param name="Digest">The digest of the image in the tree's scheme.</param>
/// <param name="PublicationDigest">The digest of the inputs manifest with every <c>HASH</c> left out, its parents' too:
/// writing down what was published does not change it. In the slipway scheme it is <paramref name="Digest"/>.</param>
/// <param name="ContextHash">SHA-256 of the context's tar; in the taskgraph scheme only.</param>
public sealed record ImageInputs(
    BuildContext Context,
    ReadOnlyMemory<byte> Manifest,
    ImmutableArray<Sha256Digest?> FileHashes,
    InputsDigest Digest,
    InputsDigest PublicationDigest,
    Sha256Digest? ContextHash)
{
    /// <summary>The lines that <see cref="Digest"/> is the SHA-256 of, joined by line feeds; none when it is that of
    /// the manifest.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];
}
