using System.Net;
using System.Net.Security;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>
/// The connections to one server. Redirects, cookies, compression and credentials are nobody's business here.
/// </summary>
internal sealed class RegistryTransport : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    public RegistryTransport(Uri server, RegistrySettings settings, RegistryAddress address)
    {
        Trust = CertificateTrust.For(server, address.IsInsecure(server), settings.CertificateFolder);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            // What loops back does not pass through a proxy, in Go's programs neither.
            UseProxy = !RegistryAddress.IsLoopback(server),
            ConnectTimeout = settings.Timeouts.Connect,
            MaxResponseHeadersLength = RegistryLimits.Headers,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    Trust.Accepts(certificate, chain, errors),
            },
        });
    }

    public CertificateTrust Trust { get; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    public void Dispose() => _invoker.Dispose();
}
