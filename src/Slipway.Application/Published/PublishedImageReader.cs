using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Published;

/// <summary>Reads images of a registry down to their configs.</summary>
public sealed class PublishedImageReader(IImageRegistry registry)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="reference">The image.</param>
    /// <param name="platform"><c>os/architecture[/variant]</c>: which manifest of an index counts.</param>
    /// <returns>Null when the registry has no such image.</returns>
    /// <exception cref="SlipwayException">The registry fails,
    /// or what it has is not an image for the platform.</exception>
    public async Task<PublishedImage?> FindAsync(
        ImageReference reference, string platform, CancellationToken cancellationToken)
    {
        var manifest = await registry.FindManifestAsync(reference, cancellationToken);
        if (manifest is null)
        {
            return null;
        }

        var repoDigest = manifest.RepoDigest;
        bool isOfSeveral = OciMediaTypes.IsIndex(manifest.Descriptor.MediaType);
        if (isOfSeveral)
        {
            var chosen = Read(reference, manifest.Content, root => ManifestOf(root, platform))
                ?? throw new SlipwayException(new Diagnostic(
                    RegistryCodes.PlatformMissing,
                    $"{reference} is not published for {platform}",
                    "Name an image that is, or set `platform:` in slipway.yml."));
            string listed = $"its index lists {chosen.Digest.ToOciString()}";
            manifest = await registry.FindManifestAsync(
                new ImageReference(reference.Repository, null, new RepoDigest(chosen.Digest)), cancellationToken)
                ?? throw Invalid(reference, $"{listed}, which is not there", null);
            // Not an index again: those could be nested without end, and no tool pushes them.
            if (manifest.Descriptor != chosen || OciMediaTypes.IsIndex(chosen.MediaType))
            {
                throw Invalid(
                    reference,
                    $"{listed} as {chosen.MediaType} of {chosen.Size} bytes, and it is {manifest.Descriptor.MediaType} "
                    + $"of {manifest.Descriptor.Size}",
                    null);
            }
        }

        var (config, layers) = Read(reference, manifest.Content, root =>
        {
            PlainNames.Require(root);
            return (
                Descriptor(root.GetProperty("config")),
                root.GetProperty("layers").EnumerateArray().Select(Descriptor).ToImmutableArray());
        });
        var content = await registry.ReadBlobAsync(reference.Repository, config, cancellationToken);
        var (diffIds, labels) = Read(reference, content, root => (DiffIdsOf(root), LabelsOf(root)));
        return diffIds.Length == layers.Length
            ? new PublishedImage(repoDigest, new ImageHash(config.Digest), layers, diffIds, labels)
            {
                IsOfSeveral = isOfSeveral,
            }
            : throw Invalid(
                reference, $"its manifest has {layers.Length} layers and its config {diffIds.Length}", null);
    }

    // https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md#image-index-property-descriptions
    private static OciDescriptor? ManifestOf(JsonElement index, string platform)
    {
        string[] wanted = platform.Split('/');
        return index.GetProperty("manifests").EnumerateArray()
            .Where(entry => entry.TryGetProperty("platform", out var offered)
                && Is(offered, "os", wanted[0])
                && Is(offered, "architecture", wanted[1])
                && (wanted.Length < 3 || Is(offered, "variant", wanted[2])))
            .Select(Descriptor)
            .FirstOrDefault();

        static bool Is(JsonElement of, string property, string value) =>
            of.TryGetProperty(property, out var element) && element.GetString() == value;
    }

    private static OciDescriptor Descriptor(JsonElement element) =>
        new(
            element.GetProperty("mediaType").GetString() ?? string.Empty,
            Sha256Digest.Parse(element.GetProperty("digest").GetString()),
            element.GetProperty("size").GetInt64() is >= 0 and var size
                ? size
                : throw new FormatException("a size is negative"));

    // https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md#properties
    private static ImmutableArray<DiffId> DiffIdsOf(JsonElement config) =>
        config.TryGetProperty("rootfs", out var rootfs)
        && rootfs.TryGetProperty("diff_ids", out var ids)
        && ids.ValueKind == JsonValueKind.Array
            ? [.. ids.EnumerateArray().Select(id => DiffId.Parse(id.GetString()))]
            : [];

    private static ImmutableSortedDictionary<string, string> LabelsOf(JsonElement config) =>
        config.TryGetProperty("config", out var settings)
        && settings.ValueKind == JsonValueKind.Object
        && settings.TryGetProperty("Labels", out var labels)
        && labels.ValueKind == JsonValueKind.Object
            ? labels.EnumerateObject().ToImmutableSortedDictionary(
                label => label.Name, label => label.Value.GetString() ?? string.Empty, StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    private static T Read<T>(ImageReference reference, ReadOnlyMemory<byte> content, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            return read(document.RootElement);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Invalid(reference, exception.Message, exception);
        }
    }

    private static SlipwayException Invalid(ImageReference reference, string what, Exception? cause) => new(
        new Diagnostic(
            RegistryCodes.DocumentInvalid,
            $"What the registry has as {reference} cannot be understood: {Display.Text(what)}",
            "Check that it is an OCI or Docker image, manifest version 2."),
        cause);
}
