using System.Net;
using System.Net.Sockets;

namespace Slipway.Tests.Http;

/// <summary>A port for an HttpListener, which cannot choose one itself.</summary>
internal static class FreePort
{
    /// <summary>
    /// Below the ports that the system gives to connections, so that none takes it before the server does.
    /// </summary>
    public static int Find()
    {
        while (true)
        {
            int port = Random.Shared.Next(12_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
