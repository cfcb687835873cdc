using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Engines.Buildah;

/// <summary>Reads what <c>buildah inspect --type image</c> prints.</summary>
/// <remarks>
/// https://pkg.go.dev/github.com/containers/buildah#BuilderInfo: <c>FromImageID</c> is the image ID, <c>Manifest</c> a
/// text that holds JSON, <c>OCIv1</c> the config in the form of the OCI specification, whichever form the image has.
/// </remarks>
internal static class BuildahInspection
{
    public static EngineImage Read(JsonElement inspected)
    {
        var config = inspected.GetProperty("OCIv1");
        var details = Member(config, "config");
        return new EngineImage(
            ImageHash.Parse(inspected.GetProperty("FromImageID").GetString()),
            [.. Items(Member(Member(config, "rootfs"), "diff_ids")).Select(id => DiffId.Parse(id.GetString()))],
            SizeOf(inspected.GetProperty("Manifest").GetString()),
            Labels(Member(details, "Labels")))
        {
            Platform = string.Join(
                '/',
                new[] { Text(config, "os"), Text(config, "architecture"), Text(config, "variant") }.Where(part =>
                    part.Length > 0)),
            // The OCI form knows no triggers; Docker's form of the same config has them.
            Triggers = Words(Member(Member(Member(inspected, "Docker"), "config"), "OnBuild")),
        };
    }

    /// <summary>What an image runs: its entry point, and the words that follow it unless others are given.</summary>
    public static (ImmutableArray<string> EntryPoint, ImmutableArray<string> Command) ReadCommand(JsonElement inspected)
    {
        var details = Member(inspected.GetProperty("OCIv1"), "config");
        return (Words(Member(details, "Entrypoint")), Words(Member(details, "Cmd")));
    }

    private static ImmutableArray<string> Words(JsonElement list) =>
        [.. Items(list).Select(word => word.GetString() ?? string.Empty)];

    private static ImmutableSortedDictionary<string, string> Labels(JsonElement labels) =>
        labels.ValueKind == JsonValueKind.Object
            ? labels.EnumerateObject().ToImmutableSortedDictionary(
                label => label.Name, label => label.Value.GetString() ?? string.Empty, StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Bytes of the layers, as the image's manifest counts them.</summary>
    private static long SizeOf(string? manifest)
    {
        using var document = JsonDocument.Parse(manifest ?? "{}");
        return Items(Member(document.RootElement, "layers")).Sum(layer => Member(layer, "size").GetInt64());
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : string.Empty;
}
