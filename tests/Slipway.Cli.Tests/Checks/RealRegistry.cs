using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Slipway.Cli.Tests.Support;
using Slipway.Core.Registries;
using Slipway.Core.Values;
using Slipway.Registry;

namespace Slipway.Cli.Tests.Checks;

/// <summary>Debian's <c>docker-registry</c> on a port of its own, for as long as a test runs.</summary>
internal sealed class RealRegistry : IAsyncDisposable
{
    private const string Program = "/usr/bin/docker-registry";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-registry-");
    private readonly RegistryClient _client = new(new RegistrySettings());
    private readonly Process _process;

    private RealRegistry(int port)
    {
        Host = $"127.0.0.1:{port}";
        string config = Path.Join(_folder.FullName, "config.yml");
        File.WriteAllText(
            config,
            $"""
            version: 0.1
            log: {"{"} level: error {"}"}
            storage: {"{"} filesystem: {"{"} rootdirectory: {_folder.FullName}/data {"}"} {"}"}
            http: {"{"} addr: "{Host}" {"}"}
            """);
        _process = Process.Start(new ProcessStartInfo(Program, ["serve", config])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Host and port.</summary>
    public string Host { get; }

    public static async Task<RealRegistry> StartAsync()
    {
        Needed.Program(Program);
        var registry = new RealRegistry(FreePort());
        using var http = new HttpClient();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync($"http://{registry.Host}/v2/", TestContext.Current.CancellationToken);
                return registry;
            }
            catch (HttpRequestException) when (attempt < 200)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Publishes an image without layers.</summary>
    /// <returns>Its repo digest and its image hash.</returns>
    public async Task<(Sha256Digest RepoDigest, Sha256Digest ImageHash)> PublishAsync(
        string repository, string tag, string? digestLabel)
    {
        string labels = digestLabel is null ? "{}" : $$"""{"dev.slipway.digest":"{{digestLabel}}"}""";
        byte[] config = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","config":{"Labels":{{{labels}}}},"rootfs":{"type":"layers","diff_ids":[]}}""");
        var name = RepositoryName.Parse($"{Host}/{repository}");
        var blob = new OciDescriptor(OciMediaTypes.Config, Sha256Digest.Of(config), config.Length);
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{OciMediaTypes.Manifest}}","config":{"mediaType":"{{OciMediaTypes.Config}}","digest":"{{blob.Digest.ToOciString()}}","size":{{blob.Size}}},"layers":[]}""");
        var cancellation = TestContext.Current.CancellationToken;
        await _client.UploadBlobAsync(name, blob, offset => new MemoryStream(config[(int)offset..]), null, cancellation);
        var descriptor = new OciDescriptor(OciMediaTypes.Manifest, Sha256Digest.Of(manifest), manifest.Length);
        await _client.PutManifestAsync(name, tag, new RegistryManifest(descriptor, manifest), cancellation);
        return (descriptor.Digest, blob.Digest);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
