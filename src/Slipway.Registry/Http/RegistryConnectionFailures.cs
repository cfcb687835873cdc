using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>Says why a server gave no answer, or only a part of one.</summary>
/// <param name="registry">As it stands in references.</param>
/// <param name="server">Whom the request went to: the registry, its token server, or where it redirects to.</param>
/// <param name="what">For people, after "to".</param>
/// <param name="trust">The certificates that the server may have.</param>
internal sealed class RegistryConnectionFailures(string registry, Uri server, string what, CertificateTrust trust)
    : INetworkWording
{
    /// <summary>
    /// Whether an explained failure means that the server does not speak TLS, or that nothing is at its port.
    /// </summary>
    public static bool SpeaksNoTls(Exception failure, CertificateTrust trust) =>
        trust.Refusal is null
        && NetworkFailure.Find<HttpRequestException>(failure) is
        {
            HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ConnectionError
        };

    public SlipwayException HeadersTooLarge() =>
        RegistryFailures.TooLarge(registry, "headers", RegistryLimits.Headers * 1024);

    public SlipwayException TooSlow(Exception exception) => RegistryFailures.TooSlow(registry, what, exception);

    public SlipwayException Unreachable(Exception exception)
    {
        bool isOfTls = NetworkFailure.IsOfTls(exception);
        if (isOfTls && trust.Refusal is { } refusal)
        {
            return CertificateRefused(server.Authority, refusal, exception);
        }

        string whom =
            server.Authority == RegistryAddress.ApiHost(registry) ? registry : $"{registry} ({server.Authority})";
        return new SlipwayException(
            new Diagnostic(
                RegistryCodes.Unreachable,
                $"The registry {whom} cannot be reached to {what}: {NetworkFailure.Reason(exception)}",
                isOfTls
                    ? "A registry without TLS has to be listed below 'insecure-registries' in slipway.yml."
                    : "Check its name, the network and the proxy (HTTPS_PROXY, NO_PROXY), and try again."),
            exception);
    }

    private static SlipwayException CertificateRefused(string server, string refusal, Exception exception) => new(
        new Diagnostic(
            RegistryCodes.CertificateRefused,
            $"The certificate of {server} is not trusted: {Display.Line(refusal)}",
            $"Put the certificate of its authority into /etc/docker/certs.d/{server}/ca.crt or among the system's "
            + "(the package ca-certificates has those of public ones), or name it in SSL_CERT_FILE."),
        exception);
}
