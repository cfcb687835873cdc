using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Slipway.Engines.Tests.Support;

/// <summary>Stands for a Docker that says what it is, and answers nothing else unless it is told.</summary>
internal sealed class InfoServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);
    private readonly Task _serving;
    private readonly string _driverStatus;

    /// <param name="driverStatus">The JSON of <c>DriverStatus</c>
    /// (https://docs.docker.com/reference/api/engine/version/v1.48/#tag/System/operation/SystemInfo).</param>
    public InfoServer(string driverStatus)
    {
        _driverStatus = driverStatus;
        int port = FreePort();
        Address = $"tcp://127.0.0.1:{port}";
        _listener.Prefixes.Add($"http://*:{port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>What it answers to other paths; null for "not found".</summary>
    public Func<string, (int Status, string Body)?> Others { get; init; } = static _ => null;

    /// <summary>The paths that were asked, each once, without the version of the API.</summary>
    public IEnumerable<string> Asked => _asked.Keys;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            string path = context.Request.Url!.AbsolutePath;
            path = path[path.LastIndexOf('/')..];
            _asked[path] = true;
            var (status, answer) = path switch
            {
                "/version" => (200, """{"Version":"29.0.0","ApiVersion":"1.48","Components":[{"Name":"Engine"}]}"""),
                "/info" => (200, $$"""
                    {"Driver":"overlayfs","DockerRootDir":"/var/lib/docker","DriverStatus":{{_driverStatus}}}
                    """),
                _ => Others(context.Request.Url.AbsolutePath) ?? (404, "{}"),
            };
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            context.Response.Close(Encoding.UTF8.GetBytes(answer), willBlock: false);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
