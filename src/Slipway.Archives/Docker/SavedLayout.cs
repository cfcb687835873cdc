using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Archives.Docker;

/// <summary>Finds the images of an OCI layout in an archive.</summary>
/// <remarks>
/// https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md#indexjson-file. That is what
/// <c>skopeo copy … oci-archive:</c>, <c>podman save --format oci-archive</c> and
/// <c>docker buildx build -o type=oci</c> write.
/// </remarks>
/// <param name="document">The JSON document at a path of the archive; null when there is none.</param>
public sealed class SavedLayout(Func<string, byte[]?> document)
{
    // What is built with attestations is an index in index.json.
    private const int Depth = 4;

    // https://github.com/moby/buildkit/blob/v0.23.0/docs/attestations/attestation-storage.md.
    private const string ReferenceType = "vnd.docker.reference.type";

    private readonly Dictionary<Sha256Digest, string?> _images = [];

    /// <summary>The image that <c>index.json</c> leads to.</summary>
    public SavedImage Find(byte[] index)
    {
        Visit(index, SavedNames.LayoutIndex, 0);
        if (_images.Count != 1)
        {
            string platforms = string.Join(", ", _images.Values.OfType<string>().Order(StringComparer.Ordinal));
            throw ArchiveErrors.NotOne(
                SavedNames.LayoutIndex,
                _images.Count,
                platforms.Length > 0 ? $" ({ArchiveErrors.Quoted(platforms)})" : string.Empty);
        }

        return ImageOf(_images.Keys.Single());
    }

    /// <summary>All images that <c>index.json</c> leads to and that are in the archive.</summary>
    /// <remarks>
    /// An engine that saves one platform of several leaves out the manifests of the others. One that is there as a file
    /// and not as a document could be read by somebody else.
    /// </remarks>
    /// <param name="index">The document.</param>
    /// <param name="isFile">Whether there is a file at a path that is no document.</param>
    public ImmutableArray<SavedImage> FindAll(byte[] index, Func<string, bool> isFile)
    {
        Visit(index, SavedNames.LayoutIndex, 0, digest => document(PathOf(digest)) is null && !isFile(PathOf(digest)));
        return [.. _images.Keys.Select(ImageOf)];
    }

    private SavedImage ImageOf(Sha256Digest manifest) =>
        SavedDocuments.Read("the manifest", Content(manifest), root => new SavedImage(
            PathOf(DigestOf(root.GetProperty("config"))),
            [.. root.GetProperty("layers").EnumerateArray().Select(layer => PathOf(DigestOf(layer)))]));

    private void Visit(byte[] index, string name, int depth, Func<Sha256Digest, bool>? isAway = null)
    {
        var listed = SavedDocuments.Read(name, index, root =>
            root.GetProperty("manifests").EnumerateArray().Where(IsForMachines).Select(Entry).ToImmutableArray());
        foreach (var (digest, isIndex, platform) in listed)
        {
            if (isAway?.Invoke(digest) == true)
            {
                continue;
            }

            if (!isIndex)
            {
                _images.TryAdd(digest, platform);
            }
            else if (depth < Depth)
            {
                Visit(Content(digest), "an index in it", depth + 1, isAway);
            }
            else
            {
                throw ArchiveErrors.Refused($"its indexes are nested more than {Depth} deep");
            }
        }
    }

    /// <summary>A document whose bytes have to be what its digest says.</summary>
    private byte[] Content(Sha256Digest digest)
    {
        byte[] content = document(PathOf(digest))
            ?? throw ArchiveErrors.Damaged($"the document {digest.ToOciString()} is not in it");
        return Sha256Digest.Of(content) == digest
            ? content
            : throw ArchiveErrors.Damaged($"the document {digest.ToOciString()} is not what its name says");
    }

    // Attestations about images lie beside them, and look like images of no platform.
    private static bool IsForMachines(JsonElement descriptor) =>
        !(descriptor.TryGetProperty("annotations", out var annotations)
            && annotations.ValueKind == JsonValueKind.Object
            && annotations.TryGetProperty(ReferenceType, out _));

    private static (Sha256Digest Digest, bool IsIndex, string? Platform) Entry(JsonElement descriptor) =>
        (
            DigestOf(descriptor),
            descriptor.TryGetProperty("mediaType", out var type) && OciMediaTypes.IsIndex(type.GetString() ?? ""),
            descriptor.TryGetProperty("platform", out var platform) && platform.ValueKind == JsonValueKind.Object
                ? $"{Text(platform, "os")}/{Text(platform, "architecture")}"
                : null);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static Sha256Digest DigestOf(JsonElement descriptor) =>
        Sha256Digest.TryParseOci(descriptor.GetProperty("digest").GetString(), out var digest)
            ? digest
            : throw new FormatException("A digest is not a SHA-256.");

    private static string PathOf(Sha256Digest digest) => $"{SavedNames.BlobPrefix}{digest}";
}
