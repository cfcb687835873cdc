using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Documents;

/// <summary>A manifest of the registry, read as far as Slipway needs it.</summary>
/// <param name="Descriptor">What it is called by its content.</param>
/// <param name="Config">The config of an image; of anything else a blob that says nothing.</param>
/// <param name="Layers">The layers of an image, the lowest first; the documents of anything else.</param>
/// <param name="Annotations">What else it says.</param>
/// <param name="ArtifactType">What it is, when it is no image.</param>
internal sealed record SharedManifest(
    OciDescriptor Descriptor,
    OciDescriptor Config,
    ImmutableArray<OciDescriptor> Layers,
    ImmutableSortedDictionary<string, string> Annotations,
    string? ArtifactType)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>What it is about; null when that is nothing.</summary>
    public Sha256Digest? Subject { get; init; }

    /// <summary>Whether it is an image, and not only an entry or a document.</summary>
    public bool IsImage => Config.MediaType != OciMediaTypes.Empty && ArtifactType is null;

    /// <summary>Reads a manifest; null when it is none of an image or of documents.</summary>
    public static SharedManifest? Read(RegistryManifest manifest)
    {
        if (OciMediaTypes.IsIndex(manifest.Descriptor.MediaType))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(manifest.Content, Strict);
            var root = document.RootElement;
            return new SharedManifest(
                manifest.Descriptor,
                DescriptorOf(root.GetProperty("config")),
                [.. root.GetProperty("layers").EnumerateArray().Select(DescriptorOf)],
                root.TryGetProperty("annotations", out var annotations)
                    ? annotations.EnumerateObject().ToImmutableSortedDictionary(
                        pair => pair.Name, pair => pair.Value.GetString() ?? string.Empty, StringComparer.Ordinal)
                    : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
                root.TryGetProperty("artifactType", out var type) ? type.GetString() : null)
            {
                Subject = root.TryGetProperty("subject", out var subject) ? DescriptorOf(subject).Digest : null,
            };
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static OciDescriptor DescriptorOf(JsonElement element) => new(
        element.GetProperty("mediaType").GetString() ?? string.Empty,
        Sha256Digest.Parse(element.GetProperty("digest").GetString()),
        element.GetProperty("size").GetInt64());
}
