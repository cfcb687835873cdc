using Slipway.Http;
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
        // What loops back does not pass through a proxy, in Go's programs neither.
        var handler = ServiceHandler.Create(
            settings.Timeouts.Connect, RegistryLimits.Headers, useProxy: !RegistryAddress.IsLoopback(server));
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            Trust.Accepts(certificate, chain, errors);
        _invoker = new HttpMessageInvoker(handler);
    }

    public CertificateTrust Trust { get; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    public void Dispose() => _invoker.Dispose();
}
