using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Registry.Distribution;

/// <summary>
/// The index that lists what is said about a manifest
/// (https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md).
/// </summary>
internal static class ReferrerDocument
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>What a manifest is about; null when it says nothing.</summary>
    public static Sha256Digest? SubjectOf(RegistryManifest manifest)
    {
        using var document = JsonDocument.Parse(manifest.Content, Strict);
        return document.RootElement.TryGetProperty("subject", out var subject)
            ? Sha256Digest.Parse(subject.GetProperty("digest").GetString())
            : null;
    }

    /// <summary>A manifest as the index lists it.</summary>
    public static Referrer Of(RegistryManifest manifest)
    {
        using var document = JsonDocument.Parse(manifest.Content, Strict);
        return new Referrer(
            manifest.Descriptor,
            document.RootElement.TryGetProperty("artifactType", out var type) ? type.GetString() : null)
        {
            Annotations = AnnotationsOf(document.RootElement),
        };
    }

    public static ImmutableArray<Referrer> Read(ReadOnlyMemory<byte> content)
    {
        using var document = JsonDocument.Parse(content, Strict);
        // What has a digest of another algorithm is nothing that Slipway put there.
        return
        [
            .. from entry in document.RootElement.GetProperty("manifests").EnumerateArray()
               where Sha256Digest.TryParseOci(entry.GetProperty("digest").GetString() ?? string.Empty, out _)
               select new Referrer(
                   new OciDescriptor(
                       entry.GetProperty("mediaType").GetString() ?? string.Empty,
                       Sha256Digest.Parse(entry.GetProperty("digest").GetString()),
                       entry.GetProperty("size").GetInt64()),
                   entry.TryGetProperty("artifactType", out var type) ? type.GetString() : null)
               {
                   Annotations = AnnotationsOf(entry),
               },
        ];
    }

    // The index has those of each manifest, so that a client can choose without reading it.
    private static ImmutableSortedDictionary<string, string> AnnotationsOf(JsonElement element) =>
        element.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object
            ? annotations.EnumerateObject().ToImmutableSortedDictionary(
                entry => entry.Name, entry => entry.Value.GetString() ?? string.Empty, StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, string>.Empty;

    public static RegistryManifest Index(ImmutableArray<Referrer> referrers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
                   buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", OciMediaTypes.Index);
            json.WriteStartArray("manifests");
            foreach (var referrer in referrers)
            {
                json.WriteStartObject();
                json.WriteString("mediaType", referrer.Descriptor.MediaType);
                json.WriteString("digest", referrer.Descriptor.Digest.ToOciString());
                json.WriteNumber("size", referrer.Descriptor.Size);
                if (referrer.ArtifactType is not null)
                {
                    json.WriteString("artifactType", referrer.ArtifactType);
                }

                if (!referrer.Annotations.IsEmpty)
                {
                    json.WriteStartObject("annotations");
                    foreach (var (name, value) in referrer.Annotations)
                    {
                        json.WriteString(name, value);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        byte[] content = buffer.WrittenSpan.ToArray();
        return new RegistryManifest(
            new OciDescriptor(OciMediaTypes.Index, Sha256Digest.Of(content), content.Length), content);
    }
}
