using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Model.Engines;

/// <summary>The instructions in an image's config that builds on it carry out (<c>ONBUILD</c>).</summary>
/// <remarks>
/// https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md; the field is Docker's, OCI's form has none.
/// </remarks>
public static class ImageTriggers
{
    private const string Field = "OnBuild";

    // The second one is what older builders wrote down of the container that they committed.
    private static readonly string[] Parents = ["config", "container_config"];

    /// <param name="config">The bytes of the config.</param>
    /// <returns>The instructions, such as <c>COPY . /app</c>, in their order.</returns>
    public static ImmutableArray<string> Of(ReadOnlyMemory<byte> config)
    {
        using var document = JsonDocument.Parse(config);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty(Parents[0], out var parent)
            && parent.ValueKind == JsonValueKind.Object
            && parent.TryGetProperty(Field, out var triggers)
            && triggers.ValueKind == JsonValueKind.Array
                ? [.. triggers.EnumerateArray().Select(trigger => trigger.GetString() ?? string.Empty)]
                : [];
    }

    /// <summary>The same config without these instructions.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> config)
    {
        var root = JsonNode.Parse(config.Span)!.AsObject();
        foreach (string parent in Parents)
        {
            (root[parent] as JsonObject)?.Remove(Field);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
