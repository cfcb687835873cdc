using System.Net;

namespace Slipway.Taskcluster.Http;

/// <summary>The connections to services and storages. Redirects, cookies and compression are nobody's business here.</summary>
internal sealed class Transport : IDisposable
{
    private readonly HttpMessageInvoker _direct;
    private readonly HttpMessageInvoker _proxied;

    public Transport(TaskclusterTimeouts timeouts)
    {
        _direct = new HttpMessageInvoker(Handler(timeouts, useProxy: false));
        _proxied = new HttpMessageInvoker(Handler(timeouts, useProxy: true));
    }

    // What loops back does not pass through a proxy, in Go's programs neither.
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.RequestUri!.IsLoopback ? _direct : _proxied).SendAsync(request, cancellationToken);

    public void Dispose()
    {
        _direct.Dispose();
        _proxied.Dispose();
    }

    private static SocketsHttpHandler Handler(TaskclusterTimeouts timeouts, bool useProxy) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = useProxy,
        ConnectTimeout = timeouts.Connect,
        MaxResponseHeadersLength = TaskclusterLimits.Headers,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    };
}
