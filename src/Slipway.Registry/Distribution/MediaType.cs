using System.Text.Json;
using Slipway.Core.Registries;
using Slipway.Registry.Http;

namespace Slipway.Registry.Distribution;

/// <summary>What kind of manifest an answer is.</summary>
internal static class MediaType
{
    /// <summary>The type that the header and the content agree on: a document that is two things is not trusted as either.</summary>
    /// <remarks>https://github.com/opencontainers/distribution-spec/security/advisories/GHSA-mc8v-mgrf-8f4m.</remarks>
    /// <exception cref="Core.Diagnostics.SlipwayException">They do not agree, or it is none that Slipway knows.</exception>
    public static string OfManifest(string registry, string what, string? header, ReadOnlyMemory<byte> content)
    {
        string? inside = Inside(registry, what, content);
        string? outside = header is not null && OciMediaTypes.Manifests.Contains(header) ? header : null;
        if (outside is not null && inside is not null && outside != inside)
        {
            throw AnswerFailures.NotADocument(registry, what, $"it is sent as {outside} and calls itself {inside}");
        }

        return (outside ?? inside) is { } type && OciMediaTypes.Manifests.Contains(type)
            ? type
            : throw AnswerFailures.NotADocument(registry, what, $"its type is {inside ?? header ?? "not given"}");
    }

    private static string? Inside(string registry, string what, ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("mediaType", out var type)
                && type.ValueKind == JsonValueKind.String
                    ? type.GetString()
                    : null;
        }
        catch (JsonException exception)
        {
            throw AnswerFailures.NotADocument(registry, what, exception.Message);
        }
    }
}
