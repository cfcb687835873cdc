using System.Net;

namespace Slipway.Http;

/// <summary>What a client of a service connects with: nothing is followed, unpacked or remembered by itself.</summary>
public static class ServiceHandler
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    /// <param name="connect">How long a connection may take to come about.</param>
    /// <param name="headers">KiB that the headers of an answer may have.</param>
    /// <param name="useProxy">Whether what the environment names as proxy is used.</param>
    public static SocketsHttpHandler Create(TimeSpan connect, int headers, bool useProxy) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = useProxy,
        ConnectTimeout = connect,
        MaxResponseHeadersLength = headers,
        PooledConnectionIdleTimeout = Idle,
    };

    /// <summary>Whether an answer sends the client on to another address.</summary>
    public static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
