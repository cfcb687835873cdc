using System.Collections.Immutable;
using Slipway.Core.Contexts;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Everything that determines one image, hashed.</summary>
public sealed class ImageInputs
{
    private readonly ManifestFrame _frame;
    private readonly ContextEntries _files;

    internal ImageInputs(ManifestFrame frame, ContextEntries files)
    {
        _frame = frame;
        _files = files;
    }

    /// <summary>The build context.</summary>
    public required BuildContext Context { get; init; }

    /// <summary>SHA-256 of each file of the context, in its order; null for links.</summary>
    public IReadOnlyList<Sha256Digest?> FileHashes => _files;

    /// <summary>SHA-256 of the inputs manifest.</summary>
    public required Sha256Digest Manifest { get; init; }

    /// <summary>The digest of the image in the tree's scheme.</summary>
    public required InputsDigest Digest { get; init; }

    /// <summary>
    /// The digest of the inputs manifest with every <c>HASH</c> left out, its parents' too: writing down what was
    /// published does not change it. In the slipway scheme it is <see cref="Digest"/>.
    /// </summary>
    public required InputsDigest PublicationDigest { get; init; }

    /// <summary>SHA-256 of the context's tar; null in a scheme that asks for none.</summary>
    public required Sha256Digest? ContextHash { get; init; }

    /// <summary>The lines that <see cref="Digest"/> is the SHA-256 of, joined by line feeds; none when it is that of
    /// the manifest.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>
    /// Writes the inputs manifest: RFC 8785 JSON, schema <c>slipway.inputs/v1</c>. It is written anew each time,
    /// because those of all images together would fill the memory.
    /// </summary>
    public byte[] WriteManifest() => InputsManifest.ToArray(_frame, _files.Rendered());
}
