using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;

namespace Slipway.Engines.Api;

/// <summary>Where an engine's API listens.</summary>
/// <param name="Address">As <c>DOCKER_HOST</c> has it: <c>unix:///path</c> or <c>tcp://host:port</c>.</param>
/// <param name="Certificates">The folder of <c>ca.pem</c>,
/// <c>cert.pem</c> and <c>key.pem</c>; null without TLS.</param>
internal sealed record EngineEndpoint(string Address, string? Certificates)
{
    private const string UnixScheme = "unix://";

    /// <summary>The path of a Unix socket; null for a network address.</summary>
    public string? SocketPath =>
        Address.StartsWith(UnixScheme, StringComparison.Ordinal) ? Address[UnixScheme.Length..] : null;

    public static EngineEndpoint OfSocket(string path) => new(UnixScheme + path, null);

    /// <exception cref="SlipwayException">The address is of a kind that Slipway does not speak.</exception>
    public static EngineEndpoint Parse(string address, string origin, EngineEnvironment environment)
    {
        if (address.StartsWith(UnixScheme + "/", StringComparison.Ordinal))
        {
            return new EngineEndpoint(address, null);
        }

        if (Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme is "tcp" or "http" or "https"
            && uri.Host.Length > 0)
        {
            // https://docs.docker.com/reference/cli/docker/#environment-variables
            bool tls = uri.Scheme == "https" || environment.Get("DOCKER_TLS_VERIFY") is not null;
            string certificates = environment.Get("DOCKER_CERT_PATH") ?? DockerConfig.Folder(environment);
            return new EngineEndpoint(address, tls ? certificates : null);
        }

        throw new SlipwayException(new Diagnostic(
            EngineCodes.UnsupportedAddress,
            $"The address '{address}' from {origin} is neither unix:///path nor tcp://host:port",
            "For an engine behind SSH forward its socket (ssh -L /tmp/engine.sock:/var/run/docker.sock HOST) "
            + "and set DOCKER_HOST=unix:///tmp/engine.sock"));
    }

    public async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        if (SocketPath is { } path)
        {
            var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            return await ConnectAsync(local, new UnixDomainSocketEndPoint(path), cancellationToken);
        }

        var uri = new Uri(Address);
        // IANA's ports for the Docker REST API, without and with TLS.
        int port = uri.Port > 0 ? uri.Port : Certificates is null ? 2375 : 2376;
        var remote = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var stream = await ConnectAsync(remote, new DnsEndPoint(uri.Host, port), cancellationToken);
        return Certificates is null
            ? stream
            : await EngineTls.AuthenticateAsync(stream, uri.Host, Certificates, cancellationToken);
    }

    private static async Task<Stream> ConnectAsync(
        Socket socket, EndPoint endPoint, CancellationToken cancellationToken)
    {
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
