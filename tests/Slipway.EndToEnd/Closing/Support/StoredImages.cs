using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CliWrap;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Closing.Support;

/// <summary>Reads every byte of the images in a store: configs and layers.</summary>
internal sealed partial class StoredImages(string home)
{
    private const int LargestDocument = 1 << 20;

    private readonly Dictionary<string, HashSet<string>> _markers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonNode> _manifests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The markers that an image holds, whatever file they are in.</summary>
    /// <param name="imageHash">The digest of its config, 64 digits.</param>
    public async Task<HashSet<string>> MarkersInAsync(string imageHash)
    {
        if (!_manifests.TryGetValue(imageHash, out var manifest))
        {
            ReadManifests();
            manifest = _manifests[imageHash];
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        string[] blobs =
        [
            imageHash,
            .. manifest["layers"]!.AsArray().Select(layer => ((string)layer!["digest"]!)["sha256:".Length..]),
        ];
        foreach (string blob in blobs)
        {
            if (!_markers.TryGetValue(blob, out var markers))
            {
                _markers[blob] = markers = Find(await ReadAsync(blob));
            }

            found.UnionWith(markers);
        }

        return found;
    }

    /// <summary>The markers in some bytes.</summary>
    public static HashSet<string> Find(byte[] content) =>
        new(Marker().Matches(Encoding.Latin1.GetString(content)).Select(match => match.Value), StringComparer.Ordinal);

    private string PathOf(string blob) => Path.Join(home, "oci", "blobs", "sha256", blob);

    private void ReadManifests()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Join(home, "oci", "blobs", "sha256")).Where(_seen.Add))
        {
            if (new FileInfo(file).Length < LargestDocument
                && File.ReadAllBytes(file) is [(byte)'{', ..] content
                && JsonNode.Parse(content) is JsonObject manifest
                && manifest.ContainsKey("layers"))
            {
                _manifests[((string)manifest["config"]!["digest"]!)["sha256:".Length..]] = manifest;
            }
        }
    }

    private async Task<byte[]> ReadAsync(string blob)
    {
        byte[] content = await File.ReadAllBytesAsync(PathOf(blob));
        if (content is not [0x28, 0xB5, 0x2F, 0xFD, ..])
        {
            return content;
        }

        var result = await Tool.RunAsync("zstd", ["-dc"], input: PipeSource.FromBytes(content));
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Bytes;
    }

    [GeneratedRegex("marker:[0-9a-z:-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Marker();
}
