using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Slipway.EndToEnd.Sharing.Support;

/// <summary>A plain client of registries, which knows nothing of Slipway.</summary>
internal sealed class RegistryReader(string host) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://{host}/v2/") };

    /// <summary>The tags of a repository; none when there is no such repository.</summary>
    public async Task<string[]> TagsAsync(string repository)
    {
        // A registry may leave tags out that are there, so what is asked for twice is what there is.
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        for (int look = 0; look < 2; look++)
        {
            string? next = $"{repository}/tags/list?n=1000";
            while (next is not null)
            {
                using var answer = await _client.GetAsync(new Uri(next, UriKind.RelativeOrAbsolute));
                if (answer.StatusCode == HttpStatusCode.NotFound)
                {
                    break;
                }

                var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
                tags.UnionWith((document["tags"] as JsonArray ?? []).Select(tag => (string)tag!));
                next = answer.Headers.TryGetValues("Link", out var links)
                    ? links.Single().Split('<', '>')[1]
                    : null;
            }
        }

        return [.. tags];
    }

    /// <summary>A manifest; null when there is none.</summary>
    public async Task<JsonNode?> ManifestAsync(string repository, string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{repository}/manifests/{reference}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.oci.image.manifest.v1+json"));
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    /// <summary>The text of a file in the last layer of an image.</summary>
    public async Task<string> ReadFileAsync(string repository, JsonNode manifest, string name)
    {
        string layer = (string)manifest["layers"]!.AsArray()[^1]!["digest"]!;
        await using var blob = await _client.GetStreamAsync($"{repository}/blobs/{layer}");
        await using var tar = new TarReader(new GZipStream(blob, CompressionMode.Decompress));
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            if (entry.Name.TrimStart('.', '/') == name)
            {
                using var text = new StreamReader(entry.DataStream!);
                return await text.ReadToEndAsync();
            }
        }

        return string.Empty;
    }

    public void Dispose() => _client.Dispose();
}
