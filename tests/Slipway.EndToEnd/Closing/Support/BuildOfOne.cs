using System.Text.Json.Nodes;

namespace Slipway.EndToEnd.Closing.Support;

/// <summary>What <c>slipway build --json</c> says of one image.</summary>
internal sealed class BuildOfOne(JsonNode image)
{
    public string Digest => (string)image["digest"]!;

    public string? ImageHash => (string?)image["imageHash"];

    public bool IsThere => (string?)image["result"] is "built" or "reused" or "waited";

    public IReadOnlyList<string> Codes =>
        [.. (image["diagnostics"] ?? image["problems"])!.AsArray().Select(problem => (string)problem!["code"]!)];

    public string Error => image.ToJsonString();
}
