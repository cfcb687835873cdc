using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Distribution;

/// <summary>What kind of manifest an answer is, and whether it is one at all.</summary>
internal static class ManifestDocument
{
    // A document that says a thing twice is two documents, to two readers.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// The type that the header and the content agree on: a document that is two things is not trusted as either.
    /// </summary>
    /// <remarks>https://github.com/opencontainers/distribution-spec/security/advisories/GHSA-mc8v-mgrf-8f4m.</remarks>
    /// <exception cref="SlipwayException">They do not agree, or it is none that Slipway knows.</exception>
    public static string TypeOf(string registry, string what, string? header, ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            var root = document.RootElement;
            string? inside = root.TryGetProperty("mediaType", out var named) ? named.GetString() : null;
            string? outside = header is not null && OciMediaTypes.Manifests.Contains(header) ? header : null;
            if (outside is not null && inside is not null && outside != inside)
            {
                throw new FormatException($"it is sent as {outside} and calls itself {inside}");
            }

            if ((outside ?? inside ?? Implied(header, root)) is not { } type || !OciMediaTypes.Manifests.Contains(type))
            {
                throw new FormatException($"its type is {inside ?? header ?? "not given"}");
            }

            Check(root, OciMediaTypes.IsIndex(type));
            return type;
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw RegistryFailures.NotADocument(registry, what, exception.Message);
        }
    }

    // OCI's documents need not name their type, and static storage serves everything as the same.
    private static string? Implied(string? header, JsonElement root) =>
        !SaysNothing(header) ? null
            : root.TryGetProperty("manifests", out _) ? OciMediaTypes.Index
            : root.TryGetProperty("layers", out _) ? OciMediaTypes.Manifest
            : null;

    // What else a header may say is the type of something else.
    private static bool SaysNothing(string? type) =>
        type is null or "application/json" or "application/octet-stream" or "binary/octet-stream" or "text/plain";

    // https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md and image-index.md; Docker's have the same
    // members.
    private static void Check(JsonElement root, bool isIndex)
    {
        if (root.GetProperty("schemaVersion").GetInt32() != 2)
        {
            throw new FormatException("its schemaVersion is not 2");
        }

        string list = isIndex ? "manifests" : "layers";
        if (root.TryGetProperty(isIndex ? "layers" : "manifests", out _))
        {
            throw new FormatException("it is a manifest and an index at once");
        }

        if (root.GetProperty(list).GetArrayLength() > RegistryLimits.Descriptors)
        {
            throw new FormatException($"it has more than {RegistryLimits.Descriptors} {list}");
        }

        foreach (var descriptor in root.GetProperty(list).EnumerateArray())
        {
            CheckDescriptor(descriptor, isIndex);
        }

        if (!isIndex)
        {
            CheckDescriptor(root.GetProperty("config"), isIndex);
        }
    }

    // An index may list what has a digest of another algorithm, as long as nobody asks for it.
    private static void CheckDescriptor(JsonElement descriptor, bool isIndex)
    {
        if (descriptor.GetProperty("mediaType").GetString() is null
            || descriptor.GetProperty("digest").GetString() is not { } digest
            || !(isIndex || Sha256Digest.TryParseOci(digest, out _))
            || descriptor.GetProperty("size").GetInt64() is < 0 or > RegistryLimits.Blob)
        {
            throw new FormatException("a descriptor has no type, no SHA-256 or no size that can be");
        }
    }
}
