namespace Slipway.Taskcluster.Hawk;

/// <summary>What Hawk signs of a request.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Resource">Path and query exactly as they are sent.</param>
/// <param name="Host">The name of the host alone.</param>
/// <param name="Port">Always a number: 443 or 80 when the address names none.</param>
internal sealed record HawkRequest(string Method, string Resource, string Host, int Port)
{
    public static HawkRequest Of(HttpMethod method, Uri address) =>
        new(method.Method, address.PathAndQuery, address.Host, address.Port);
}
