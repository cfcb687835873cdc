using System.Security.Cryptography;
using System.Text;
using Slipway.Tests.Registries;

namespace Slipway.EndToEnd.Support;

/// <summary>A registry into which skopeo puts small images.</summary>
public sealed class LocalRegistry : IAsyncLifetime
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";

    private readonly TempFolder _layouts = new();
    private TestRegistry? _registry;

    /// <summary><c>127.0.0.1:port</c>, as it stands in references.</summary>
    public string Host => _registry?.Host ?? string.Empty;

    public static async Task RequireAsync()
    {
        Machine.RequireSlipway();
        TestRegistry.Require();
        await Machine.RequireToolAsync("skopeo", "--version");
    }

    public async ValueTask InitializeAsync()
    {
        if (TestRegistry.IsInstalled)
        {
            _registry = await TestRegistry.StartAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        _layouts.Dispose();
        return _registry?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    /// <summary>How often a manifest of a repository was asked for.</summary>
    public async Task<int> RequestsAsync(string repository)
    {
        // Its lines come through a pipe, in order: those of the requests before this one are there when this one's is.
        string last = Guid.NewGuid().ToString("N");
        await DigestOfAsync(last, "none");
        while (!_registry!.Log.Any(line => line.Contains($"/v2/{last}/", StringComparison.Ordinal)))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return _registry.Log.Count(line => line.Contains($"/v2/{repository}/manifests/", StringComparison.Ordinal));
    }

    /// <summary>The digest under a tag; null when there is none.</summary>
    public async Task<string?> DigestOfAsync(string repository, string tag)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, $"http://{Host}/v2/{repository}/manifests/{tag}");
        request.Headers.Accept.ParseAdd(ManifestType);
        using var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode ? response.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }

    /// <summary>Puts an image there that is unlike every other one.</summary>
    /// <returns>Its repo digest, <c>sha256:…</c>.</returns>
    public Task<string> PushAsync(string image) => PushAsync(image, platforms: 1);

    /// <summary>Puts an image for several platforms there.</summary>
    /// <returns>The digest of its index.</returns>
    public async Task<string> PushAsync(string image, int platforms)
    {
        string layout = Path.Join(_layouts.Path, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Join(layout, "blobs", "sha256"));
        var layer = Blob(layout, new byte[1024]);
        string[] manifests = [.. Enumerable.Range(0, platforms).Select(number =>
        {
            string architecture = number == 0 ? "amd64" : $"other{number}";
            var config = Blob(
                        layout,
                        Encoding.UTF8.GetBytes(
                            $$$"""{"architecture":"{{{architecture}}}","os":"linux","config":{"Labels":{"id":"{{{Guid.NewGuid()}}}"}},"rootfs":{"type":"layers","diff_ids":["{{{layer.Digest}}}"]}}"""));
            var manifest = Blob(
                        layout,
                        Encoding.UTF8.GetBytes(
                            $$$"""{"schemaVersion":2,"mediaType":"{{{ManifestType}}}","config":{{{Descriptor(config, ConfigType)}}},"layers":[{{{Descriptor(layer, LayerType)}}}]}"""));
            return Descriptor(
                        manifest,
                        ManifestType,
                        $$$""","platform":{"architecture":"{{{architecture}}}","os":"linux"}""");
        })];
        string root = manifests[0];
        if (platforms > 1)
        {
            root = Descriptor(Blob(layout, Encoding.UTF8.GetBytes(Index(manifests))), IndexType);
        }

        await File.WriteAllTextAsync(Path.Join(layout, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        await File.WriteAllTextAsync(Path.Join(layout, "index.json"), Index(root));
        await Tool.CheckAsync(
            "skopeo", "copy", "--quiet", "--all", "--preserve-digests", "--dest-tls-verify=false",
            $"oci:{layout}", $"docker://{Host}/{image}");
        return root.Split('"').First(word => word.StartsWith("sha256:", StringComparison.Ordinal));
    }

    private static string Index(params string[] manifests) =>
        $$"""{"schemaVersion":2,"mediaType":"{{IndexType}}","manifests":[{{string.Join(',', manifests)}}]}""";

    private static string Descriptor((string Digest, int Size) blob, string type, string rest = "") =>
        $$"""{"mediaType":"{{type}}","digest":"{{blob.Digest}}","size":{{blob.Size}}{{rest}}}""";

    private static (string Digest, int Size) Blob(string layout, byte[] content)
    {
        string digits = Convert.ToHexStringLower(SHA256.HashData(content));
        File.WriteAllBytes(Path.Join(layout, "blobs", "sha256", digits), content);
        return ($"sha256:{digits}", content.Length);
    }
}
