using System.Security.Authentication;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>Says why a service or a storage gave no answer, or only a part of one.</summary>
/// <param name="server">Whom the request went to.</param>
/// <param name="what">For people, after "to".</param>
internal sealed class ServiceConnectionFailures(Uri server, string what) : INetworkWording
{
    public SlipwayException HeadersTooLarge() => ServiceFailures.TooLarge(what, TaskclusterLimits.Headers * 1024);

    public SlipwayException TooSlow(Exception exception) => ServiceFailures.TooSlow(server.Authority, what, exception);

    public SlipwayException Unreachable(Exception exception)
    {
        var tls = NetworkFailure.Find<AuthenticationException>(exception);
        string reason = tls is null
            ? NetworkFailure.Reason(exception)
            : Display.Line(Display.Clip(tls.Message.TrimEnd('.'), TaskclusterLimits.Quoted));
        return new SlipwayException(
            new Diagnostic(
                TaskclusterCodes.Unreachable,
                $"{server.Authority} cannot be reached to {what}: {reason}",
                tls is null
                    ? "Check the address of the deployment, the network and the proxy (HTTPS_PROXY, NO_PROXY), "
                        + "and try again."
                    : "Put the certificate of its authority among the system's (the package ca-certificates has those "
                        + "of public ones), or name it in SSL_CERT_FILE."),
            exception);
    }
}
