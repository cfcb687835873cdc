using System.Net;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>Where an answer sends the client, and whether it may go there.</summary>
internal sealed class Redirects(RegistryAddress address, KnownSecrets secrets)
{
    /// <summary>The address of a redirect.</summary>
    /// <exception cref="SlipwayException">It may not be followed.</exception>
    public Uri Follow(string registry, HttpMethod method, Uri from, HttpResponseMessage answer)
    {
        // Only these two keep the method and the body (https://www.rfc-editor.org/rfc/rfc9110#section-15.4).
        bool keepsMethod = answer.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return keepsMethod || method == HttpMethod.Get || method == HttpMethod.Head
            ? Resolve(registry, from, answer)
            : throw Refused(registry, $"it redirects what is sent ({(int)answer.StatusCode})");
    }

    /// <summary>The address that a <c>Location</c> names, which may be relative.</summary>
    /// <exception cref="SlipwayException">There is none, or it may not be used.</exception>
    public Uri Resolve(string registry, Uri from, HttpResponseMessage answer)
    {
        var location = answer.Headers.Location
            ?? throw RegistryFailures.Violation(registry, "it says to go on elsewhere, and not where");
        var target = Uri.TryCreate(from, location, out var resolved) && resolved.Scheme is "http" or "https"
            ? resolved
            : throw Refused(registry, "it leads to no address of HTTP");
        if (target.UserInfo.Length > 0)
        {
            throw Refused(registry, "it has credentials in its address");
        }

        if (target.Scheme == Uri.UriSchemeHttps)
        {
            return target;
        }

        // A registry behind a proxy that ends TLS often does not know that it is reached by TLS.
        if (from.Scheme == Uri.UriSchemeHttps && target.Host == from.Host)
        {
            return new UriBuilder(target) { Scheme = from.Scheme, Port = from.Port }.Uri;
        }

        return from.Scheme != Uri.UriSchemeHttps && address.MayBePlain(target)
            ? target
            : throw Refused(registry, $"it leads to {secrets.Quote(target.Host)} without TLS");
    }

    public static SlipwayException TooMany(string registry) =>
        Refused(registry, $"it is the one after {RegistryLimits.Redirects}");

    private static SlipwayException Refused(string registry, string why) => new(new Diagnostic(
        RegistryCodes.RedirectRefused,
        $"A redirect of the registry {registry} is not followed: {why}",
        "Tell the people who run the registry; a mirror or proxy before it may be set up wrongly."));
}
