using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Slipway.EndToEnd.Support;

/// <summary>A registry of a test class's own: Debian's <c>docker-registry</c> on a free port of the loopback.</summary>
public sealed partial class LocalRegistry : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-registry-");
    private readonly HttpClient _client = new();
    private Process? _server;

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Host { get; private set; } = string.Empty;

    public static Task RequireAsync() => Machine.RequireToolAsync("docker-registry", "--version");

    public async ValueTask InitializeAsync()
    {
        if (!await Machine.HasToolAsync("docker-registry", "--version"))
        {
            // The tests say so themselves.
            return;
        }

        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Host = probe.LocalEndpoint.ToString()!;
        }

        string config = Path.Join(_folder.FullName, "config.yml");
        await File.WriteAllTextAsync(
            config,
            $$"""
            version: 0.1
            log: { level: error, accesslog: { disabled: true } }
            storage: { filesystem: { rootdirectory: {{_folder.FullName}}/data } }
            http: { addr: {{Host}} }
            """);
        _server = Process.Start(new ProcessStartInfo("docker-registry", ["serve", config])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.False(_server.HasExited || watch.Elapsed > Patience, "docker-registry does not start");
            await Task.Delay(50);
        }
    }

    /// <summary>The digest under a tag; null when there is none.</summary>
    public async Task<string?> DigestOfAsync(string repository, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"http://{Host}/v2/{repository}/manifests/{tag}");
        request.Headers.Accept.ParseAdd("application/vnd.oci.image.manifest.v1+json");
        using var response = await _client.SendAsync(request);
        return response.IsSuccessStatusCode ? response.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }

    /// <summary>The names of the repositories.</summary>
    public async Task<string[]> RepositoriesAsync() =>
        [.. Name().Matches(await _client.GetStringAsync($"http://{Host}/v2/_catalog?n=1000")).Skip(1).Select(match => match.Groups["name"].Value)];

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await _client.GetAsync($"http://{Host}/v2/");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex("\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
